import Juggler
import OpenWorkflow

extension Interpreter {
  @inline(never)
  func report(
    _ kind: RunEvent.Kind, _ site: Site, _ place: Place, fault: Fault? = nil, delay: Duration? = nil
  ) {
    guard run.isObserved, site.isReported else { return }
    run.report(
      RunEvent(
        run: run.run,
        task: RunEvent.TaskIdentity(name: site.name, reference: site.reference, scope: place.scope),
        kind: kind, activity: activity(of: site.definition), at: run.now, fault: fault, delay: delay))
  }

  private func activity(of task: TaskDefinition) -> RunEvent.Activity {
    switch task.kind {
    case .doTasks, .forEach, .fork, .tryCatch: .composite
    case .call(.function): .composite
    case .call, .listen: .waiting
    case .wait: .sleeping
    case .run(let run):
      switch run.process {
      case .workflow: .composite
      case .container: .waiting
      case .script, .shell: .computing
      }
    case .emit, .raise, .set, .switchCases: .computing
    }
  }
}
