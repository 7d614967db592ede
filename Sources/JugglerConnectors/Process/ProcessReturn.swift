internal import JSON
internal import Juggler
internal import Subprocess

/// What a process task puts out.
enum ProcessReturn: String, Sendable, CaseIterable {
  case stdout, stderr, code, all, none

  init(argument: JSONValue?) throws {
    switch argument {
    case nil, .null: self = .stdout
    case .string(let name):
      guard let value = ProcessReturn(rawValue: name) else { fallthrough }
      self = value
    default:
      throw Fault.invalidArgument("return", expected: "stdout, stderr, code, all or none", found: argument)
    }
  }

  /// How much of a failing process's errors its fault tells.
  static let excerpt = 4096

  /// Keeps of the streams what the output needs, and of the errors what a fault tells.
  func configure(_ command: inout ProcessCommand) {
    command.output = self == .stdout || self == .all ? .whole : .tail(Self.excerpt)
    command.errors = self == .stderr || self == .all ? .whole : .tail(Self.excerpt)
  }

  /// The output.
  ///
  /// - Parameter subject: what ran, for the fault, such as `command 'exit 3'`.
  /// - Throws: a `runtime` fault when the process failed, unless its code is asked for.
  func value(of result: ProcessResult, subject: @autoclosure () -> String) throws -> JSONValue {
    if self != .code, self != .all, !result.status.isSuccess { throw failure(result, subject()) }
    return switch self {
    case .stdout: .string(Self.text(result.output))
    case .stderr: .string(Self.text(result.errors))
    case .code: .integer(Int64(result.code))
    case .all:
      [
        "code": .integer(Int64(result.code)), "stdout": .string(Self.text(result.output)),
        "stderr": .string(Self.text(result.errors)),
      ]
    case .none: .null
    }
  }

  /// The text without the line break that ends its last line, which belongs to the line and not to the value.
  private static func text(_ bytes: [UInt8]) -> String {
    var bytes = bytes[...]
    if bytes.last == UInt8(ascii: "\n") {
      bytes.removeLast()
      if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func failure(_ result: ProcessResult, _ subject: String) -> Fault {
    let ending =
      switch result.status {
      case .exited(let code): "exited with code \(code)"
      case .signaled(let signal): "was ended by signal \(signal)"
      }
    // What explains a failure stands on stderr, or for want of that on stdout.
    let written = result.errors.isEmpty ? result.output : result.errors
    let excerpt = Self.text(Array(written.suffix(Self.excerpt)))
    return Fault(
      .runtime, title: "Process Failed",
      detail: "\(subject) \(ending)" + (excerpt.isEmpty ? " and wrote nothing that tells why" : ": \(excerpt)"))
  }
}
