// MiraBridge Phone, simulated: the loader of the widget, which frames the client of Genesys Cloud.
const frame = () => {
  const client = document.createElement("iframe");
  client.src = "https://apps.{REGION}/crm/index.html?clientId={CLIENT}&dedicatedLoginWindow=true";
  document.getElementById("app").append(client);
};
const script = (address) => {
  const element = document.createElement("script");
  element.src = address;
  element.addEventListener("load", frame);
  document.head.append(element);
};
