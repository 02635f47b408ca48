// What the console of a browser shows of these values, as far as that can be told without running a getter.
function (...values) {
  let room = 200;
  const show = (value, depth) => {
    if (typeof value === "string") return depth > 0 ? `"${value.slice(0, 500)}"` : value.slice(0, 500);
    if (typeof value === "function") return "function";
    if (value === null || typeof value !== "object") return String(value);
    if (depth > 4 || room-- <= 0) return "...";
    const own = (key) => Object.getOwnPropertyDescriptor(value, key)?.value;
    const keys = Object.keys(value).slice(0, 20);
    if (Array.isArray(value)) return `[${keys.map((key) => show(own(key), depth + 1)).join(", ")}]`;
    if (value instanceof Map || value instanceof Set) return show([...value].slice(0, 20), depth);
    const pairs = keys.map((key) => `${key}: ${show(own(key), depth + 1)}`);
    if (!(value instanceof Error)) return `{${pairs.join(", ")}}`;
    const name = value.name;
    const hidden = ["cause", "errors"].filter((key) => own(key) !== undefined && !keys.includes(key));
    const more = [...hidden.map((key) => `${key}: ${show(own(key), depth + 1)}`), ...pairs];
    return `${name}: ${own("message") ?? ""}${more.length > 0 ? ` {${more.join(", ")}}` : ""}`;
  };
  return values.map((value) => show(value, 0));
}
