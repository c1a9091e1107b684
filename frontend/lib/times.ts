// <time data-relative>: keeps "il y a 20 min" true while the page stays open (the first day only).
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FRESH = 6 * HOUR;

function phrase(age: number, format: Intl.RelativeTimeFormat): string {
  if (age < HOUR) return format.format(-Math.max(1, Math.floor(age / MINUTE)), "minute");
  return format.format(-Math.floor(age / HOUR), "hour");
}

function refresh(): void {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang || "fr", { style: "short" });
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-relative]")) {
    const age = Date.now() - Date.parse(time.dateTime);
    if (age >= MINUTE && age < FRESH) time.textContent = phrase(age, format);
  }
}

export function watchTimes(): void {
  window.setInterval(refresh, MINUTE);
}
