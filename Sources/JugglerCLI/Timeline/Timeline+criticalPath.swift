import Juggler

extension Timeline {
  /// Indices of the spans that decided how long the run took: making any other one shorter would not end it sooner.
  ///
  /// Read backwards from the end: of the tasks within a span, the one that ended last held it up; before that one began,
  /// the one that ended last before it did; and so on.
  var criticalPath: Set<Int> {
    var path: Set<Int> = []
    var pending = critical(among: roots, until: end, outcome: outcome)
    while let index = pending.popLast() {
      path.insert(index)
      let span = spans[index]
      pending += critical(among: span.children, until: span.end, outcome: span.outcome)
    }
    return path
  }

  private func critical(among children: [Int], until end: Timestamp, outcome: Span.Outcome) -> [Int] {
    // A branch that lost a race ends because another was first: it held nothing up.
    let candidates = children.filter {
      spans[$0].outcome != .skipped && (spans[$0].outcome != .cancelled || outcome == .cancelled)
    }
    var chosen: [Int] = []
    var end = end
    for index in candidates.sorted(by: { (spans[$0].end, $0) > (spans[$1].end, $1) }) where spans[index].end <= end {
      chosen.append(index)
      end = spans[index].start
    }
    return chosen
  }
}
