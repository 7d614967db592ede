import JSON
import Juggler
import OpenWorkflowRuntime

/// One run in the foreground: what happens is shown, Ctrl-C cancels it, and it is waited for to its very end.
struct RunSession {
  var composition: Composition
  var workflow: DocumentWorkflow
  var input: JSONValue
  var timeout: Duration?
  var trace: TraceStyle
  var console: Console
  /// Where the waterfall is printed.
  var waterfallStream = StandardStream.error

  private enum Happening: Sendable {
    case ended(RunEnding)
    case interrupted
    case timedOut
    case nothing
  }

  func run() async -> RunEnding {
    let recorder = trace == .waterfall ? EventRecorder() : nil
    let progress = trace == .waterfall && console.traits.isInteractive ? LiveProgress(on: console) : nil
    let json = trace == .json ? JSONTrace { [console] in console.print($0) } : nil
    let observers: [(any RunObserver)?] = [recorder, progress, json]

    let ending = await execute(composition.engine(observers: observers.compactMap(\.self)), progress)
    if let recorder { show(recorder) }
    return ending
  }

  private func execute(_ engine: Engine, _ progress: LiveProgress?) async -> RunEnding {
    let interruption = Interruption()
    let clock = ContinuousClock()
    return await withTaskGroup(of: Happening.self) { group in
      group.addTask { [workflow, input] in .ended(await Self.ending(of: workflow, input, on: engine)) }
      if let interruption { group.addTask { await interruption.wait() ? .interrupted : .nothing } }
      if let timeout {
        group.addTask { (try? await clock.sleep(for: timeout)) == nil ? .nothing : .timedOut }
      }
      if let progress {
        group.addTask {
          await progress.run(clock: clock)
          return .nothing
        }
      }
      var ending = RunEnding.cancelled
      var isOutOfTime = false
      var isInterrupted = false
      for await happening in group {
        switch happening {
        case .ended(let how): ending = how
        case .timedOut: isOutOfTime = true
        case .interrupted: isInterrupted = true
        case .nothing: continue
        }
        // Whatever happened first, the others are to end, and are waited for.
        group.cancelAll()
      }
      // What faults because it is being cancelled was cancelled.
      if isInterrupted, case .faulted = ending { return .cancelled }
      guard isOutOfTime, ending == .cancelled, let timeout else { return ending }
      return .faulted(
        Fault(.timeout, detail: "the run took longer than \(timeout.readable), the limit given with --timeout"))
    }
  }

  private static func ending(
    of workflow: DocumentWorkflow, _ input: JSONValue, on engine: Engine
  ) async -> RunEnding {
    do {
      return .completed(try await engine.execute(workflow, input: input))
    } catch let fault as Fault {
      return .faulted(fault)
    } catch is CancellationError {
      return .cancelled
    } catch {
      // The machinery's own trouble, such as a store that does not answer.
      return .faulted(Fault(.runtime, detail: String(describing: error)))
    }
  }

  private func show(_ recorder: EventRecorder) {
    let (events, dropped) = recorder.recorded
    guard let timeline = Timeline(events) else { return }
    let traits = waterfallStream == .error ? console.traits : TerminalTraits(of: waterfallStream.rawValue)
    let waterfall = Waterfall(
      timeline: timeline, title: workflow.reference.name, width: traits.columns, style: traits.style,
      dropped: dropped)
    for line in waterfall.lines { waterfallStream.write(line: line) }
  }
}
