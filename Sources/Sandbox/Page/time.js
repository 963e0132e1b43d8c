// Time as a person reads it. Instants are milliseconds since 1970 of the virtual clock; zones are IANA names.
import { language } from "./language.js";

const formats = new Map();

function format(zone, locale, options) {
  const key = `${zone}|${locale}|${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }));
  return formats.get(key);
}

export function zoneExists(zone) {
  if (typeof zone !== "string" || !zone) return false;
  try { format(zone, "en", {}); return true; } catch { return false; }
}

const NUMBERS = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
  second: "numeric", hourCycle: "h23" };

/// {year, month, day, hour, minute, second} on the wall of `zone`.
export function parts(ms, zone) {
  const found = {};
  for (const { type, value } of format(zone, "en-US-u-ca-iso8601-nu-latn", NUMBERS).formatToParts(ms)) {
    found[type] = Number(value);
  }
  return found;
}

/// How far the zone's wall is ahead of UTC at an instant, in milliseconds.
export function offset(ms, zone) {
  const p = parts(ms, zone);
  return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) - Math.floor(ms / 1000) * 1000;
}

/// The instant at which the wall of `zone` shows this; in a gap the time is moved forward, of two the first is taken.
export function instant(year, month, day, hour, minute, zone) {
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const before = offset(wall - 86_400_000, zone);
  const after = offset(wall + 86_400_000, zone);
  if (offset(wall - before, zone) === before) return wall - before;
  if (offset(wall - after, zone) === after) return wall - after;
  return wall - before;
}

/// The next instant at which the zone's offset changes, within 400 days, or null.
export function nextTransition(ms, zone) {
  let low = ms;
  const day = 86_400_000;
  const here = offset(ms, zone);
  for (let days = 0; days < 400 && offset(low + day, zone) === here; days += 1) low += day;
  let high = low + day;
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

/// The value of <input type="datetime-local"> for an instant.
export const inputValue = (ms, zone) => `${dayKey(ms, zone)}T${clockText(ms, zone)}`;

/// Whole calendar days from `now` to `ms` on the wall of `zone`; a day of 23 or 25 hours is one day.
export function daysBetween(now, ms, zone) {
  const [from, to] = [parts(now, zone), parts(ms, zone)];
  return (Date.UTC(to.year, to.month - 1, to.day) - Date.UTC(from.year, from.month - 1, from.day)) / 86_400_000;
}

/// "Today", "Tomorrow", "12 March", with the year when it is another one.
export function dayText(ms, now, zone, locale = language()) {
  const away = daysBetween(now, ms, zone);
  if (Math.abs(away) <= 1) {
    const word = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(away, "day");
    return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
  }
  const options = { day: "numeric", month: "long" };
  if (parts(ms, zone).year !== parts(now, zone).year) options.year = "numeric";
  return format(zone, localeTag(locale), options).format(ms);
}

/// "Fri, 18 September": the date line of the clock and of a message's title.
export function dateText(ms, zone, locale = language(), options = { weekday: "short", day: "numeric", month: "long" }) {
  return format(zone, localeTag(locale), options).format(ms);
}

// English dates of this page are in the order that most readers of it use.
export const localeTag = (locale) => (locale === "en" ? "en-GB" : locale);

/// "in 2 hours", "5 days ago": the largest unit that fits.
export function relative(ms, now, locale = language()) {
  const seconds = Math.round((ms - now) / 1000);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  for (const [unit, size] of [["day", 86_400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(seconds, "second");
}

/// Text of a `date_time` entity: `r` relative, or `w` weekday, `d`/`D` short or long date, `t`/`T` short or long time.
export function dateTimeText(seconds, pattern, now, zone, locale) {
  const ms = seconds * 1000;
  if (pattern === "r") return relative(ms, now, locale);
  if (!/^w?[dD]?[tT]?$/.test(pattern) || !pattern) return null;
  const options = { hourCycle: "h23" };
  if (pattern.includes("w")) options.weekday = pattern.includes("d") ? "short" : "long";
  if (pattern.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (pattern.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/[tT]/.test(pattern)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (pattern.includes("T")) options.second = "2-digit";
  return format(zone, localeTag(locale), options).format(ms);
}
