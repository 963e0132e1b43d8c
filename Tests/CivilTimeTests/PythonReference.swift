import Foundation
import Testing

/// Runs a Python script and returns the 64-bit integers it writes. Python's `datetime` and `zoneinfo` are the second
/// implementation that ours is compared with, so that without python3 these tests fail.
func python(_ script: String, _ arguments: [String] = []) throws -> [Int64] {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["python3", "-c", script] + arguments
  let output = Pipe()
  let errors = Pipe()
  process.standardOutput = output
  process.standardError = errors
  try process.run()
  let data = try output.fileHandleForReading.readToEnd() ?? Data()
  let message = try errors.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  try #require(
    process.terminationStatus == 0,
    """
    python3 (3.9 or later, with its module zoneinfo) is needed to check the time zones and could not be run; \
    install the package python3. It said: \(String(decoding: message, as: UTF8.self))
    """)
  return data.withUnsafeBytes { Array($0.bindMemory(to: Int64.self)) }
}

enum PythonScripts {
  private static let common = """
    import sys, struct, io, os, hashlib
    from array import array
    from datetime import datetime, timedelta, timezone, date
    from zoneinfo import ZoneInfo
    assert sys.byteorder == "little" and array("q").itemsize == 8
    out = array("q")
    EPOCH = datetime(1970, 1, 1)
    UTC = timezone.utc
    DAY = 86400

    def offset(zone, t):
        return zone.utcoffset(moment(zone, t)) // timedelta(seconds=1)

    def moment(zone, t):
        return (EPOCH + timedelta(seconds=t)).replace(tzinfo=UTC).astimezone(zone)

    def from_wall(zone, wall, fold):
        m = (EPOCH + timedelta(seconds=wall)).replace(tzinfo=zone, fold=fold)
        return wall - zone.utcoffset(m) // timedelta(seconds=1)

    def name(zone, t):
        return int.from_bytes(moment(zone, t).tzname().encode()[:7].ljust(8, b"\\0"), "little")

    def scan(zone, start, end, step, offset=offset):
        "The changes of the offset in a span, by bisection."
        t, before = start, offset(zone, start)
        while t < end:
            after = offset(zone, t + step)
            if after != before:
                low, high = t, t + step
                while high - low > 1:
                    middle = (low + high) // 2
                    if offset(zone, middle) == before: low = middle
                    else: high = middle
                yield high
            t, before = t + step, after

    def year(y):
        return int((datetime(y, 1, 1) - EPOCH).total_seconds())

    def describe(zone, t):
        "What holds around a change: offsets, name, and the instants of local times around it."
        before, after = offset(zone, t - 1), offset(zone, t)
        low, high = sorted((t + before, t + after))
        record = [t, before, after, offset(zone, t + 1), name(zone, t)]
        for wall in (low - 1, low, (low + high) // 2, high - 1, high):
            record += [wall, from_wall(zone, wall, 0), from_wall(zone, wall, 1)]
        return record

    """

  /// Arguments: a directory and zone names. Writes for each zone its number and the number of its records, then the
  /// records. The times of changes are read from the file, what holds around them is asked of zoneinfo. Each distinct
  /// file gets all its changes of 1970–2037, and those that its rule makes in 2038, 2100, 2101 and 2399; each further
  /// name of the same content gets the first two and the last four of those listed until 2037.
  static let zones =
    common + """
      def listed(data):
          "The 64-bit transition times of a TZif file."
          def counts(at): return struct.unpack(">6l", data[at + 20:at + 44])
          ut, std, leap, times, types, chars = counts(0)
          at = 44 + times * 5 + types * 6 + chars + leap * 8 + std + ut
          assert data[4:5] in (b"2", b"3", b"4")
          times = counts(at)[3]
          return struct.unpack(">%dq" % times, data[at + 44:at + 44 + times * 8])

      directory, seen = sys.argv[1], set()
      for index, key in enumerate(sys.argv[2:]):
          with open(os.path.join(directory, key), "rb") as file: data = file.read()
          zone = ZoneInfo.from_file(io.BytesIO(data), key)
          changes = {t for t in listed(data) if year(1970) < t < year(2038)}
          digest = hashlib.sha1(data).digest()
          isKnown = digest in seen
          seen.add(digest)
          if not isKnown:
              # Compact files leave the last years to the rule.
              changes.update(scan(zone, max(changes, default=year(1970)) + 1, year(2038), 7 * DAY))
              for y in (2038, 2100, 2101, 2399):
                  changes.update(scan(zone, year(y), year(y + 1), 7 * DAY))
          changes = sorted(changes)
          if isKnown: changes = changes[:2] + changes[2:][-4:]
          out.extend([index, int(isKnown), len(changes)])
          for t in changes: out.extend(describe(zone, t))
      out.tofile(sys.stdout.buffer)
      """

  /// Arguments: TZif files in hexadecimal. Writes for each the number of its records for 2023–2029, then the records.
  static let rules =
    common + """
      for text in sys.argv[1:]:
          zone = ZoneInfo.from_file(io.BytesIO(bytes.fromhex(text)), "test")
          records = [describe(zone, t) for t in scan(zone, year(2023), year(2029), DAY)]
          out.append(len(records))
          for record in records: out.extend(record)
      out.tofile(sys.stdout.buffer)
      """

  /// Arguments: POSIX `TZ` strings. Writes for each the number of its changes in 2023–2029, then their times. It asks
  /// the C library, because zoneinfo of Python 3.11 takes the zero-based day `n` for a day that counts from one.
  static let cLibraryRules =
    common + """
      import time
      for rule in sys.argv[1:]:
          os.environ["TZ"] = rule
          time.tzset()
          changes = list(scan(None, year(2023), year(2029), DAY, lambda _, t: time.localtime(t).tm_gmtoff))
          out.append(len(changes))
          out.extend(changes)
      out.tofile(sys.stdout.buffer)
      """

  /// Writes days since 1970, year, month, day, ISO year, week and weekday, and day of the year, for every 97th date,
  /// and for every date around the ends of the calendar and in 2023–2029.
  static let dates =
    common + """
      ordinals = set(range(1, date.max.toordinal() + 1, 97)) | set(range(1, 800))
      ordinals |= set(range(date.max.toordinal() - 800, date.max.toordinal() + 1))
      ordinals |= set(range(date(2023, 1, 1).toordinal(), date(2029, 12, 31).toordinal()))
      for ordinal in sorted(ordinals):
          d = date.fromordinal(ordinal)
          out.extend([ordinal - date(1970, 1, 1).toordinal(), d.year, d.month, d.day, *d.isocalendar(),
                      d.timetuple().tm_yday])
      out.tofile(sys.stdout.buffer)
      """
}
