internal import JSON
internal import Juggler
internal import Subprocess

/// A process to start.
struct ProcessCommand: Sendable {
  var executable: String
  var arguments: [String] = []
  /// What is added to the environment of this process, or with `nil` taken from it.
  var environment: [String: String?] = [:]
  /// What the process reads on its standard input.
  var input: [UInt8] = []
  /// How much is kept of what it writes.
  var output = OutputPolicy.whole
  var errors = OutputPolicy.whole

  /// - Throws: a `validation` fault when something cannot be handed to a process.
  func validate() throws {
    for argument in arguments where argument.utf8.contains(0) {
      throw Fault.invalidArgument("arguments", expected: "text without NUL", found: .string(argument))
    }
    for (name, value) in environment {
      guard !name.isEmpty, !name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "=") }),
        !(name.utf8.first.map { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ?? true)
      else {
        throw Fault.invalidArgument(
          "environment", expected: "names without '=' that begin with no digit", found: .string(name))
      }
      guard value?.utf8.contains(0) != true else {
        throw Fault(.validation, detail: "environment.\(name): expected text without NUL")
      }
    }
  }

  var subprocessEnvironment: Environment {
    .inherit.updating(
      Dictionary(
        environment.compactMap { name, value in Environment.Key(rawValue: name).map { ($0, value) } },
        uniquingKeysWith: { $1 }))
  }
}

/// How much is kept of what a process writes to a stream.
enum OutputPolicy: Sendable, Hashable {
  /// All of it; more than the runner allows is a fault.
  case whole
  /// The last bytes.
  case tail(Int)
}

/// How a process ended, and what it wrote.
struct ProcessResult: Sendable {
  var status: TerminationStatus
  var output: [UInt8]
  var errors: [UInt8]

  /// The exit code, or 128 and the number of the signal that ended it, as shells have it.
  var code: Int {
    switch status {
    case .exited(let code): Int(code)
    case .signaled(let signal): 128 + Int(signal)
    }
  }
}
