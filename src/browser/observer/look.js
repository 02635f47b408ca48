// What a document shows: its title, its text, and the words on the one thing in it that a person would click to sign in;
// with its open shadow roots and the frames of its origin. Where `press` is true, that is clicked, and its words are given.
((press) => {
  // The languages that Genesys Cloud has.
  const verbs = [
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
  ].join("|");
  // In some of them, the verb comes last: "Mit Genesys Cloud anmelden".
  const wanted = new RegExp(`^(${verbs})|\\P{L}(${verbs})$`, "iu");
  const clickable =
    "button, a[href], summary, [role=button], [role=link], [role=menuitem], input[type=button], input[type=submit], input[type=image]";
  const inside = (element) => {
    try {
      return [element.shadowRoot, element.contentDocument].filter(Boolean);
    } catch {
      return []; // Another origin's.
    }
  };
  const roots = (root) => [root, ...[...root.querySelectorAll("*")].flatMap(inside).flatMap(roots)];
  const isShown = (element) => element.getClientRects().length > 0;
  const texts = (root) => {
    const shown = root.body ? [root.body] : [...root.children].filter(isShown);
    const inner = [...root.querySelectorAll("*")].filter((element) => element.shadowRoot || isShown(element)).flatMap(inside);
    return [...shown.map((element) => element.innerText), ...inner.flatMap(texts)];
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
  const find = () => {
    const all = roots(document);
    // Where a password is asked for is the login page itself: nothing is sent there.
    if (all.some((root) => [...root.querySelectorAll("input[type=password]")].some(isShown))) return [];
    let found = [];
    for (const element of all.flatMap((root) => [...root.querySelectorAll(clickable)])) {
      if (element.disabled || element.getAttribute("aria-disabled") === "true" || !isShown(element)) continue;
      const words = names(element).find((name) => wanted.test(name))?.slice(0, 200);
      // "Login" says more than "Login help".
      if (words && (found.length === 0 || words.length < found[1].length)) found = [element, words];
    }
    return found;
  };
  if (press) {
    const [element, words] = find();
    for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup"]) {
      const kind = type.startsWith("pointer") ? PointerEvent : MouseEvent;
      element?.dispatchEvent(new kind(type, { bubbles: true, cancelable: true, composed: true }));
    }
    element?.click();
    return words ?? "";
  }
  // Answered when the page's scripts are no longer busy.
  return new Promise((done) => {
    setTimeout(() => done([document.title, texts(document).join("\n").slice(0, 4000), find()[1] ?? ""]), 0);
  });
})
