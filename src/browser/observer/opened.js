// Runs in every document before its own scripts. A window that no click or key led to is not opened, as in the browsers
// of users, and the script is told so. Reports each window that a script did not get.
(() => {
  // Chrome has it on every page; a browser without a screen has not.
  globalThis.chrome ??= {};
  // A closed shadow root is shown like any other.
  if (globalThis.mirabridgeOauthShadows) return;
  const shadows = new WeakMap();
  const attach = Element.prototype.attachShadow;
  Object.defineProperty(globalThis, "mirabridgeOauthShadows", { value: shadows });
  Element.prototype.attachShadow = function () {
    const root = Reflect.apply(attach, this, arguments);
    shadows.set(this, root);
    return root;
  };
  const report = globalThis.mirabridgeOauthWindow;
  const open = globalThis.open;
  if (typeof report !== "function" || typeof open !== "function") return;
  // A window or frame of this name that is there already is only led elsewhere.
  const windows = new Map();
  const isThere = (name) => {
    if (["_self", "_parent", "_top"].includes(name.toLowerCase())) return true;
    const isFrame = (view) => {
      try {
        return view.frames[name].window === view.frames[name];
      } catch {
        return false; // There is none, or it is another origin's.
      }
    };
    return windows.get(name)?.closed === false || [globalThis, parent, top].some(isFrame);
  };
  globalThis.open = function (url, target, features) {
    if (isThere(String(target))) return Reflect.apply(open, globalThis, arguments);
    const byGesture = Boolean(navigator.userActivation && navigator.userActivation.isActive);
    let address = "about:blank";
    try {
      if (url) address = new URL(url, document.baseURI).href;
    } catch {
      address = String(url);
    }
    const opened = byGesture ? Reflect.apply(open, globalThis, arguments) : null;
    if (opened !== null && target) windows.set(String(target), opened);
    // Without an opener, there is nothing to give back.
    const silent = /\b(noopener|noreferrer)\b/i.test(String(features));
    if (opened === null && !(byGesture && silent)) {
      report(JSON.stringify([address.slice(0, 4000), byGesture]));
    }
    return opened;
  };
})();
