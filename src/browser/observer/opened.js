// Runs in every document before its own scripts. Reports each window that a script asks for, and blocks those that
// no click or key led to, as the browsers of users do by default.
(() => {
  const report = globalThis.mirabridgeOauthWindow;
  const open = globalThis.open;
  if (typeof report !== "function" || typeof open !== "function") return;
  globalThis.open = function (url, target, features) {
    if (["_self", "_parent", "_top"].includes(String(target).toLowerCase())) {
      return Reflect.apply(open, globalThis, arguments);
    }
    const byGesture = Boolean(navigator.userActivation && navigator.userActivation.isActive);
    let address = "about:blank";
    try {
      if (url) address = new URL(url, document.baseURI).href;
    } catch {
      address = String(url);
    }
    const opened = byGesture ? Reflect.apply(open, globalThis, arguments) : null;
    // Without an opener, there is nothing to give back.
    const silent = /\b(noopener|noreferrer)\b/i.test(String(features));
    const done = byGesture && (silent || opened !== null);
    report(JSON.stringify([address.slice(0, 4000), byGesture, done]));
    return opened;
  };
})();
