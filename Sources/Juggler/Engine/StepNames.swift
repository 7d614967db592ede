import Synchronization

/// The steps that a Swift workflow names: how often each name came, and which of the recorded ones were reached.
struct StepNames {
  private var visits: [StepID: Int] = [:]
  private(set) var reached: Set<StepID> = []
  /// Performed in this pass because the journal did not have them, the first few.
  private(set) var performed: [StepID] = []

  /// The id of the next step of this name: a repeated name counts up.
  mutating func next(_ id: StepID) -> StepID {
    let visit = visits[id, default: 0]
    visits[id] = visit + 1
    return visit == 0 ? id : StepID(task: id.task, scope: id.scope.appending(.visit(visit)))
  }

  mutating func reach(_ id: StepID) { reached.insert(id) }

  mutating func perform(_ id: StepID) { if performed.count < 5 { performed.append(id) } }
}

/// A replay took another way than the journal tells: the code changed, or is no function of its input and its steps.
struct Divergence: Error, CustomStringConvertible {
  var run: RunID
  var description: String
}

extension ActiveRun {
  /// What the body did not reach of what its journal holds, if it did something else instead.
  func divergence() -> Divergence? {
    guard let recorded else { return nil }
    let (reached, performed) = names.withLock { ($0.reached, $0.performed) }
    // Only named steps are watched: what a document does is pinned by its digest.
    guard !performed.isEmpty else { return nil }
    let missed = recorded.outcomes.keys.filter { !reached.contains($0) && $0.isNamed && !recorded.strays.contains($0) }
    guard !missed.isEmpty else { return nil }
    func list(_ ids: [StepID]) -> String { ids.prefix(5).map { "'\($0)'" }.joined(separator: ", ") }
    return Divergence(
      run: id,
      description: "run \(id) of \(workflow) took another way than its journal tells: it performed "
        + "\(list(performed)), but not \(list(missed.sorted { "\($0)" < "\($1)" })), which the journal has. The code of the "
        + "workflow has changed, or depends on something that is neither its input nor a step "
        + "(time, random numbers, order of branches). Bring back the code that the run started with, then resume it")
  }

  /// Throws when the journal has something else under this name than what is asked for now.
  func checkKind(of id: StepID, as wanted: StepKind) throws {
    guard let recorded, let found = recorded.kind(of: id), found != wanted else { return }
    throw Divergence(
      run: self.id,
      description:
        "run \(self.id) of \(workflow): the journal has \(found) under the name '\(id)' where the code now has "
        + "\(wanted). Bring back the code that the run started with, then resume it")
  }

  /// A named step is about to be taken from the journal, or performed.
  func note(_ id: StepID) {
    guard let recorded else { return }
    let isKnown = recorded.outcomes[id] != nil
    names.withLock { if isKnown { $0.reach(id) } else { $0.perform(id) } }
  }
}

/// What a name in a journal can stand for.
enum StepKind: String, CustomStringConvertible {
  case step = "a step"
  case wait = "a wait"
  case child = "a child run"

  var description: String { rawValue }
}

extension RecordedSteps {
  func kind(of id: StepID) -> StepKind? {
    if children[id] != nil { return .child }
    if timer(of: id) != nil { return .wait }
    return outcomes[id] == nil ? nil : .step
  }
}

extension StepID {
  /// Named by Swift code: references of documents begin with a slash.
  var isNamed: Bool { !task.hasPrefix("/") }
}
