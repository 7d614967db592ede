/// The name most like a misspelt one; `nil` when none is like it. Looks at the first 400 names only, so that a
/// document of a hundred thousand mistakes is refused in time.
package func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.lowercased().utf8.prefix(64))
  let limit = min(max(1, (wanted.count + 1) / 3), wanted.count - 1)
  var best: (name: String, distance: Int)?
  for candidate in candidates.lazy.prefix(400) where abs(candidate.utf8.count - wanted.count) <= limit {
    let distance = editDistance(wanted, Array(candidate.lowercased().utf8.prefix(64)))
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...b.count)
  for i in 0..<a.count {
    var current = [i + 1]
    for j in 0..<b.count {
      var distance = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { distance = min(distance, beforePrevious[j - 1] + 1) }
      current.append(distance)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.count]
}

extension Sequence<String> {
  /// `'a', 'b' or 'c'`; of many, the first.
  func listed(_ conjunction: String = "or") -> String {
    let quoted = prefix(25).map { "'\($0.abbreviated)'" }
    if quoted.count == 25 { return quoted.dropLast(5).joined(separator: ", ") + ", …" }
    guard quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " \(conjunction) " + quoted[quoted.count - 1]
  }
}
