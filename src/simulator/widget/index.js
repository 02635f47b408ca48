// Genesys Cloud, simulated: the client in the frame.
const authorize = (page) =>
  "https://login.{REGION}/oauth/authorize?client_id={CLIENT}&response_type=token&redirect_uri=" +
  encodeURIComponent("https://apps.{REGION}/crm/" + page);
const signIn = () => {
  if (window.open("authWindow.html?clientId={CLIENT}", "login", "width=500,height=600") === null) {
    document.getElementById("app").textContent = "The sign-in window was blocked.";
  }
};
const button = () => {
  const element = document.createElement("button");
  element.textContent = "Sign in";
  element.addEventListener("click", signIn);
  document.getElementById("app").append(element);
};
