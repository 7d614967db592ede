import ArgumentParser
import JugglerAPI

/// The runs to which a command does something.
struct RunTarget: ParsableArguments {
  @Argument(help: ArgumentHelp("The run; may be repeated.", valueName: "id"))
  var ids: [String]

  @OptionGroup var source: RunSource

  @OptionGroup var common: CommonOptions

  /// Does it to each, and prints where each stands then.
  func perform(_ action: RunAction) async throws {
    common.startLogging(to: Console())
    try await source.use { access in
      for id in ids { Self.report(try await access.perform(action, on: id), after: action) }
    }
  }

  static func report(_ run: Run, after action: RunAction) {
    let isAsked =
      switch action {
      case .cancel: run.status != .cancelled
      case .suspend: run.status != .suspended
      case .resume, .retry: false
      }
    StandardStream.output.write(
      line: "\(run.id) \(run.status.rawValue)\(isAsked ? ", its process was asked to \(action.rawValue) it" : "")")
  }
}
