// What a document shows: its title, its text, the words on the one thing in it that a person would click to sign in, and
// whether there is anything to fill in or press; with its shadow roots and the frames of its origin. Where `press` is true,
// what signs in is clicked, and its words are given. Of a frame that it is given, whether somebody could sign in there.
((press, frame) => {
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
  // In some of them, the verb comes last: "Mit Genesys Cloud anmelden". Signs and arrows may stand around it.
  const wanted = new RegExp(`^\\P{L}*(${verbs})|\\P{L}(${verbs})\\P{L}*$`, "iu");
  const clickable =
    "button, a[href], summary, [role=button], [role=link], [role=menuitem], input[type=button], input[type=submit], input[type=image]";
  const usable = `${clickable}, input, select, textarea, iframe, [tabindex], [contenteditable]`;
  const inside = (element) => {
    try {
      const closed = element.ownerDocument.defaultView.mirabridgeOauthShadows;
      return [element.shadowRoot || closed?.get(element), element.contentDocument].filter(Boolean);
    } catch {
      return []; // Another origin's.
    }
  };
  const roots = (root) => [root, ...[...root.querySelectorAll("*")].flatMap(inside).flatMap(roots)];
  // Not transparent, beside the page, or in something that is folded up.
  const isShown = (element) => {
    if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return false;
    const { document, scrollX, scrollY, getComputedStyle } = element.ownerDocument.defaultView;
    const box = element.getBoundingClientRect();
    if (box.right + scrollX < 0 || box.bottom + scrollY < 0) return false;
    for (let outer = element; outer && outer !== document.body; ) {
      const style = getComputedStyle(outer);
      const isFolded = outer.offsetWidth <= 1 || outer.offsetHeight <= 1;
      if (isFolded && /hidden|clip/.test(style.overflow)) return false;
      const isLoose = /absolute|fixed/.test(style.position);
      outer = isLoose ? outer.offsetParent : outer.parentElement || outer.getRootNode().host;
    }
    return true;
  };
  const texts = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    const found = [];
    while (found.length < 1000 && walker.nextNode()) {
      const node = walker.currentNode;
      const words = node.nodeType === Node.TEXT_NODE && line(node.data);
      if (words && isShown(node.parentElement || root.host)) found.push(words);
      if (!node.tagName || inside(node).length === 0) continue;
      if (!node.contentDocument || isShown(node)) found.push(...inside(node).flatMap(texts));
    }
    return found;
  };
  const line = (words) => String(words || "").replace(/[\u00AD\u200B\u2060]/g, "").replace(/\s+/g, " ").trim();
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
  // "Login" says more than "Login help", and Genesys Cloud more than another service beside it.
  const rank = (words) => words.length + (/genesys/i.test(words) ? 0 : 1000);
  const find = () => {
    const all = roots(document);
    // Where a password is asked for is the login page itself: nothing is sent there.
    if (all.some((root) => [...root.querySelectorAll("input[type=password]")].some(isShown))) return [];
    let found = [];
    for (const element of all.flatMap((root) => [...root.querySelectorAll(clickable)])) {
      if (element.closest(":disabled, [aria-disabled=true], [inert]") || !isShown(element)) continue;
      const words = names(element).find((name) => wanted.test(name))?.slice(0, 200);
      if (words && (found.length === 0 || rank(words) < rank(found[1]))) found = [element, words];
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
  // No smaller one has room for a sign-in.
  const isSeen = (frame) => isShown(frame) && frame.offsetWidth >= 50 && frame.offsetHeight >= 50;
  if (frame) return isSeen(frame);
  const isUsable = () => roots(document).some((root) => [...root.querySelectorAll(usable)].some(isShown));
  const shown = () => [document.title, texts(document).join(" ").slice(0, 4000), find()[1] ?? "", isUsable() ? "usable" : ""];
  // A frame without scripts has no timers.
  if (matchMedia("(scripting: none)").matches) return shown();
  // Answered when the page's scripts are no longer busy.
  return new Promise((done) => setTimeout(() => done(shown()), 0));
})
