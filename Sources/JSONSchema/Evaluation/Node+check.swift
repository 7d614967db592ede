import JSON

extension Node {
  /// Applies every keyword that concerns values of this kind.
  func check(_ instance: JSONValue, _ marks: inout Marks, in evaluation: inout Evaluation) {
    if isNever {
      return evaluation.report("", of: self, "expected nothing here, found \(instance.brief)")
    }
    guard let unevaluated else { return checkAllButUnevaluated(instance, &marks, in: &evaluation) }
    var own = Marks(count: instance.childCount)
    checkAllButUnevaluated(instance, &own, in: &evaluation)
    if !evaluation.isDone { unevaluated.check(instance, &own, at: self, in: &evaluation) }
    marks.formUnion(own)
  }

  private func checkAllButUnevaluated(
    _ instance: JSONValue, _ marks: inout Marks, in evaluation: inout Evaluation
  ) {
    if let value {
      value.check(instance, at: self, in: &evaluation)
      if evaluation.isDone { return }
    }
    switch instance {
    case .null, .bool: break
    case .integer, .double, .decimal: number?.check(instance, at: self, in: &evaluation)
    case .string(let text): string?.check(text, at: self, in: &evaluation)
    case .array(let items): array?.check(items, &marks, at: self, in: &evaluation)
    case .object(let members): object?.check(members, instance, &marks, at: self, in: &evaluation)
    }
    if let branches, !evaluation.isDone { branches.check(instance, &marks, at: self, in: &evaluation) }
  }
}

extension JSONValue {
  fileprivate var childCount: Int {
    switch self {
    case .array(let items): items.count
    case .object(let members): members.count
    default: 0
    }
  }
}
