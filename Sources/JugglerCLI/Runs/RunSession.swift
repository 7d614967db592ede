import JSON
import Juggler
import OpenWorkflowRuntime

/// One run in the foreground: what happens is shown, Ctrl-C cancels it, and it is waited for to its very end.
struct RunSession {
  var composition: Composition
  /// What the waterfall is called.
  var title: String
  var library: any DefinitionLibrary = EmptyLibrary()
  var timeout: Duration?
  var trace: TraceStyle
  var console: Console
  /// Where the waterfall is printed.
  var waterfallStream = StandardStream.error
  /// Starts the run, or takes up one that is there.
  var begin: @Sendable (Engine) async throws -> RunHandle

  /// - Throws: what `begin` throws, as far as it is the user's to mend.
  func run() async throws -> RunEnding {
    let recorder = trace == .waterfall ? EventRecorder() : nil
    let progress = trace == .waterfall && console.traits.isInteractive ? LiveProgress(on: console) : nil
    let json = trace == .json ? JSONTrace { [console] in console.print($0) } : nil
    let observers: [(any RunObserver)?] = [recorder, progress, json]
    let engine = composition.commandEngine(observers: observers.compactMap(\.self), library: library)
    let interruption = Interruption()

    let ending: RunEnding
    do {
      ending = try await engine.serving {
        let handle = try await begin(engine)
        return await RunFollower(
          engine: engine, handle: handle, timeout: timeout, interruption: interruption, progress: progress
        ).follow()
      }
    } catch let error as StoreError {
      // The machinery's own trouble, such as a store that does not answer.
      ending = .faulted(Fault(.runtime, detail: error.description))
    } catch let fault as Fault {
      ending = .faulted(fault)
    }
    if let recorder { show(recorder) }
    return ending
  }

  private func show(_ recorder: EventRecorder) {
    let (events, dropped) = recorder.recorded
    guard let timeline = Timeline(events) else { return }
    let traits = waterfallStream == .error ? console.traits : TerminalTraits(of: waterfallStream.rawValue)
    let waterfall = Waterfall(
      timeline: timeline, title: title, width: traits.columns, style: traits.style, dropped: dropped)
    for line in waterfall.lines { waterfallStream.write(line: line) }
  }
}
