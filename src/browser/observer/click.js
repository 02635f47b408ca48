// Clicks the one thing a person would click to sign in, here or in a frame of the same origin; gives its words.
(() => {
  // The languages that Genesys Cloud has.
  const wanted = new RegExp(
    "^(" +
      [
        "(sign|log)[\\s-]*(in|on)\\b",
        "anmelden|einloggen|anmeldung",
        "se connecter|connexion|s[’']identifier|ouvrir une session",
        "iniciar (la )?sesi[oó]n|inicie sesi[oó]n|ingresar|acceder|entrar",
        "iniciar sess[aã]o|fazer login|acessar",
        "accedi|accesso|entra\\b",
        "aanmelden|inloggen",
        "logga in|logg (inn|på)|log (ind|på)",
        "kirjaudu",
        "zaloguj|logowanie",
        "přihlásit|prihlásiť|bejelentkezés",
        "oturum aç|giriş",
        "logi sisse|prisijung|pieslēg",
        "войти|вход|увійти|вхід|σύνδεση|είσοδος",
        "サインイン|ログイン|로그인|登录|登錄|登入",
        "เข้าสู่ระบบ|ลงชื่อเข้า|התחבר|כניסה|تسجيل الدخول",
      ].join("|") +
      ")",
    "iu",
  );
  const clickable =
    "button, a[href], summary, [role=button], [role=link], [role=menuitem], input[type=button], input[type=submit], input[type=image]";
  // A document, the frames of its origin, and all open shadow roots.
  const roots = (root) => {
    const inner = [];
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) inner.push(...roots(element.shadowRoot));
      try {
        if (element.contentDocument) inner.push(...roots(element.contentDocument));
      } catch {
        // Another origin's.
      }
    }
    return [root, ...inner];
  };
  const line = (words) => String(words || "").replace(/\s+/g, " ").trim();
  const byId = (element, ids) =>
    ids.split(/\s+/).map((id) => element.getRootNode().getElementById?.(id)?.textContent).join(" ");
  // What a button is called: what a screen reader would say. That of a component stands in the page around it.
  const names = (element) => {
    const slotted = [...element.querySelectorAll("slot")].flatMap((slot) => slot.assignedNodes({ flatten: true }));
    const inner = element.querySelector("img[alt], [aria-label], svg title");
    const host = element.getRootNode().host;
    return [
      byId(element, element.getAttribute("aria-labelledby") || ""),
      element.getAttribute("aria-label"),
      element.innerText,
      element.value,
      element.alt,
      slotted.map((node) => node.textContent).join(" "),
      inner && (inner.getAttribute("alt") || inner.getAttribute("aria-label") || inner.textContent),
      element.title,
      host && (host.getAttribute("aria-label") || host.getAttribute("label") || host.innerText),
    ].map(line);
  };
  const all = roots(document);
  // Where a password is asked for is the login page itself: nothing is sent there.
  const isLogin = (root) => [...root.querySelectorAll("input[type=password]")].some((field) => field.getClientRects().length > 0);
  if (all.some(isLogin)) return "";
  for (const root of all) {
    for (const element of root.querySelectorAll(clickable)) {
      if (element.disabled || element.getAttribute("aria-disabled") === "true" || element.getClientRects().length === 0) continue;
      const words = names(element).find((name) => wanted.test(name));
      if (words) {
        element.click();
        return words.slice(0, 200);
      }
    }
  }
  return "";
})()
