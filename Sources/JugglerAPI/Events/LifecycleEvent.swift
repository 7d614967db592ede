/// The types of the CloudEvents that tell what happens to runs and their tasks (Open Workflow Specification 1.0).
///
/// Every one has the run's id as its `subject`; its `data` names the run as the specification does (`name`, or `workflow` for
/// tasks: `<workflow>-<run id>.<namespace>`).
public enum LifecycleEvent: String, Sendable, Hashable, CaseIterable {
  case workflowStarted = "io.serverlessworkflow.workflow.started.v1"
  case workflowSuspended = "io.serverlessworkflow.workflow.suspended.v1"
  case workflowResumed = "io.serverlessworkflow.workflow.resumed.v1"
  case workflowCorrelationStarted = "io.serverlessworkflow.workflow.correlation-started.v1"
  case workflowCorrelationCompleted = "io.serverlessworkflow.workflow.correlation-completed.v1"
  case workflowCancelled = "io.serverlessworkflow.workflow.cancelled.v1"
  case workflowFaulted = "io.serverlessworkflow.workflow.faulted.v1"
  case workflowCompleted = "io.serverlessworkflow.workflow.completed.v1"
  case workflowStatusChanged = "io.serverlessworkflow.workflow.status-changed.v1"
  case taskCreated = "io.serverlessworkflow.task.created.v1"
  case taskStarted = "io.serverlessworkflow.task.started.v1"
  case taskSuspended = "io.serverlessworkflow.task.suspended.v1"
  case taskResumed = "io.serverlessworkflow.task.resumed.v1"
  case taskRetried = "io.serverlessworkflow.task.retried.v1"
  case taskCancelled = "io.serverlessworkflow.task.cancelled.v1"
  case taskFaulted = "io.serverlessworkflow.task.faulted.v1"
  case taskCompleted = "io.serverlessworkflow.task.completed.v1"
  case taskStatusChanged = "io.serverlessworkflow.task.status-changed.v1"
}
