import JSON
import Juggler

/// Prints every task's events, one JSON object a line, as they happen.
struct JSONTrace: RunObserver {
  private let print: @Sendable (String) -> Void

  init(print: @escaping @Sendable (String) -> Void) { self.print = print }

  func observe(_ event: RunEvent) {
    if let line = Self.line(for: event) { print(line) }
  }

  /// `nil` for events of the run itself.
  static func line(for event: RunEvent) -> String? {
    guard let task = event.task else { return nil }
    var object: JSONObject = [
      "task": .string(task.name),
      "reference": .string(task.reference),
      "event": .string(event.kind.rawValue),
      "at": .string(event.at.rfc3339),
      "run": .string(event.run.description),
    ]
    let parts = task.scope.parts
    let iterations = task.scope.iterations
    if !iterations.isEmpty { object["iterations"] = .array(iterations.map { .integer(Int64($0)) }) }
    let isAttempt = parts.contains { if case .attempt = $0 { true } else { false } }
    if isAttempt { object["attempt"] = .integer(Int64(task.scope.attempt)) }
    if let delay = event.delay { object["delay"] = .string(delay.iso8601) }
    if let fault = event.fault { object["error"] = fault.json }
    return JSONValue.object(object).serialized()
  }
}

extension Duration {
  /// As ISO 8601 writes seconds: `PT0.25S`, to the microsecond.
  var iso8601: String {
    let microseconds = Int64((inSeconds * 1e6).rounded())
    var fraction = String(microseconds % 1_000_000)
    fraction = String(repeating: "0", count: 6 - fraction.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    return "PT\(microseconds / 1_000_000)\(fraction.isEmpty ? "" : "." + fraction)S"
  }
}
