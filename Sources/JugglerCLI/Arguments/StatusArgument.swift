import ArgumentParser
import JugglerAPI

/// A run's status on the command line.
struct StatusArgument: ExpressibleByArgument, Equatable, Sendable {
  var status: Status

  init?(argument: String) {
    guard let status = Status(rawValue: argument) else { return nil }
    self.status = status
  }

  static var allValueStrings: [String] { Status.allCases.map(\.rawValue) }
}
