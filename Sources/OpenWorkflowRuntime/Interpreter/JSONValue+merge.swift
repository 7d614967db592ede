import JSON

extension JSONValue {
  /// Takes over what changed in a branch's context since the branch began: members that were added, replaced or removed.
  ///
  /// Merging the branches in the order of their declaration gives the same context whichever of them was faster.
  mutating func merge(_ branch: JSONValue, since start: JSONValue) {
    guard branch != start else { return }
    guard case .object(var merged) = self, case .object(let changed) = branch, case .object(let original) = start else {
      self = branch
      return
    }
    for (key, value) in changed where original[key] != value { merged[key] = value }
    for key in original.keys where changed[key] == nil { merged[key] = nil }
    self = .object(merged)
  }
}
