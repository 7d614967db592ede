import Foundation

/// What this process has taken since a moment.
struct Meter: Sendable {
  private let start = ContinuousClock.now
  private let cpu = CPUTime.now

  /// A row of a table: what, wall and CPU time, the peak of the resident memory and how much of it is there now.
  func print(_ what: String) {
    let (time, used) = (ContinuousClock.now - start, CPUTime.now - cpu)
    let (peak, now) = (Self.memory("VmHWM").inMebibytes, Self.memory("VmRSS").inMebibytes)
    Swift.print("| \(what) | \(time.inMilliseconds) | \(used.inMilliseconds) | \(peak) | \(now) |")
  }

  /// In bytes; 0 where the system does not tell.
  static func memory(_ name: String) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("\(name):") })
    else { return 0 }
    return (Int(line.filter(\.isNumber)) ?? 0) * 1024
  }
}
