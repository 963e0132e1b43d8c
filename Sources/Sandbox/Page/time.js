// Time as a person reads it. Instants are milliseconds since 1970 of the virtual clock; zones are IANA names.
import { language } from "./language.js";

const DAY = 86_400_000;
const formats = new Map();

function format(zone, locale, options) {
  const key = zone + locale + JSON.stringify(options);
  // English dates are in the order that most readers of them use.
  const tag = locale === "en" ? "en-GB" : locale;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(tag, { timeZone: zone, hourCycle: "h23", ...options }));
  return formats.get(key);
}

export function zoneExists(zone) {
  try {
    return Boolean(zone && format(zone, "en", {}));
  } catch {
    return false;
  }
}

const NUMBERS = Object.fromEntries(["year", "month", "day", "hour", "minute", "second"].map((key) => [key, "numeric"]));

/// {year, month, day, hour, minute, second} on the wall of `zone`.
export function parts(ms, zone) {
  const found = format(zone, "en-US-u-ca-iso8601-nu-latn", NUMBERS).formatToParts(ms);
  return Object.fromEntries(found.map(({ type, value }) => [type, Number(value)]));
}

// How far the zone's wall is ahead of UTC.
function offset(ms, zone) {
  const p = parts(ms, zone);
  return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) - Math.floor(ms / 1000) * 1000;
}

/// The instant at which the wall of `zone` shows this; in a gap the time moves forward, of two the first is taken.
export function instant(year, month, day, hour, minute, zone) {
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const before = offset(wall - DAY, zone);
  const after = offset(wall + DAY, zone);
  return offset(wall - before, zone) !== before && offset(wall - after, zone) === after ? wall - after : wall - before;
}

/// The next change of the zone's offset within 400 days, or null.
export function nextTransition(ms, zone) {
  const here = offset(ms, zone);
  let low = ms;
  while (low < ms + 400 * DAY && offset(low + DAY, zone) === here) low += DAY;
  let high = low + DAY;
  if (offset(high, zone) === here) return null;
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle, zone) === here) low = middle; else high = middle;
  }
  return Math.round(high / 60_000) * 60_000;
}

const pad = (number) => String(number).padStart(2, "0");

export function dayKey(ms, zone) {
  const p = parts(ms, zone);
  return `${p.year}-${pad(p.month)}-${pad(p.day)}`;
}

export function clockText(ms, zone) {
  const p = parts(ms, zone);
  return `${pad(p.hour)}:${pad(p.minute)}`;
}

/// Calendar days from `now` to `ms` on the wall of `zone`: a day of 23 or 25 hours is one day.
export const daysBetween = (now, ms, zone) => (Date.parse(dayKey(ms, zone)) - Date.parse(dayKey(now, zone))) / DAY;

/// "Today", "Tomorrow", "12 March", with the year when it is another one.
export function dayText(ms, now, zone, capital = true) {
  const away = daysBetween(now, ms, zone);
  if (Math.abs(away) <= 1) {
    const word = new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(away, "day");
    return capital ? word.charAt(0).toLocaleUpperCase() + word.slice(1) : word;
  }
  const year = parts(ms, zone).year === parts(now, zone).year ? undefined : "numeric";
  return dateText(ms, zone, { day: "numeric", month: "long", year });
}

export const dateText = (ms, zone, options, locale = language()) => format(zone, locale, options).format(ms);

/// "in 2 hours", "5 days ago": the largest unit that fits.
export function relative(ms, now, locale = language()) {
  const seconds = Math.round((ms - now) / 1000);
  const [unit, size] = [["day", 86_400], ["hour", 3600], ["minute", 60]].find((one) => Math.abs(seconds) >= one[1])
    ?? ["second", 1];
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}

/// Text of a `date_time` entity: `r` relative, or `w` weekday, `d`/`D` short or long date, `t`/`T` short or long time.
export function dateTimeText(ms, pattern, now, zone, locale) {
  if (pattern === "r") return relative(ms, now, locale);
  if (!/^(?=.)w?[dD]?[tT]?$/.test(pattern)) return null;
  const has = (sign) => pattern.includes(sign);
  const two = "2-digit";
  return dateText(ms, zone, {
    ...(has("w") && { weekday: has("d") ? "short" : "long" }),
    ...(has("d") && { day: two, month: two, year: two }),
    ...(has("D") && { day: "numeric", month: "long", year: "numeric" }),
    ...(/t/i.test(pattern) && { hour: two, minute: two }),
    ...(has("T") && { second: two }),
  }, locale);
}
