// Runs in every document before its own scripts. A window that no click or key led to is not opened, as in the browsers
// of users, and the script is told so. Reports each window that a script did not get.
(() => {
  // Chrome has it on every page; a browser without a screen has not.
  globalThis.chrome ??= {};
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
    if (opened === null && !(byGesture && silent)) {
      report(JSON.stringify([address.slice(0, 4000), byGesture]));
    }
    return opened;
  };
})();
