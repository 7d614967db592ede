import Juggler

/// Chooses the rows that are shown: of many rounds the longest, of a deep tree its upper levels.
struct WaterfallRows {
  /// How many rows a waterfall has at most.
  static let limit = 60

  private let timeline: Timeline
  private let critical: Set<Int>

  init(_ timeline: Timeline) {
    self.timeline = timeline
    critical = timeline.criticalPath
  }

  /// In the order of the document; within a loop, in the order of the rounds' start.
  func rows() -> [WaterfallRow] {
    let nodes = timeline.nodes
    for depth in [Int.max, 6, 4, 3, 2, 1] {
      var rows: [WaterfallRow] = []
      for (node, rest) in chosen(of: nodes) { append(node, rest, depth: 0, below: depth, to: &rows) }
      if rows.count <= Self.limit { return rows }
    }
    var rows: [WaterfallRow] = []
    for (node, rest) in chosen(of: nodes) { append(node, rest, depth: 0, below: 0, to: &rows) }
    return rows
  }

  private func append(
    _ node: WaterfallNode?, _ rest: [WaterfallNode], depth: Int, below: Int, to rows: inout [WaterfallRow]
  ) {
    guard let node else {
      rows.append(row(for: rest, depth: depth))
      return
    }
    rows.append(row(for: node, depth: depth))
    guard depth < below else { return }
    for (child, rest) in chosen(of: node.children) { append(child, rest, depth: depth + 1, below: below, to: &rows) }
  }

  /// The nodes that get a row of their own, then, without a node, those that share one.
  private func chosen(of nodes: [WaterfallNode]) -> [(WaterfallNode?, [WaterfallNode])] {
    let areRounds = nodes.contains { $0.round != nil }
    let (most, kept) = areRounds ? (8, 5) : (24, 20)
    guard nodes.count > most else { return nodes.map { ($0, []) } }
    let longest = nodes.indices.sorted { (nodes[$0].length, $1) > (nodes[$1].length, $0) }.prefix(kept)
    let rest = Set(nodes.indices).subtracting(longest).sorted()
    return longest.sorted().map { (nodes[$0], []) } + [(nil, rest.map { nodes[$0] })]
  }

  private func row(for node: WaterfallNode, depth: Int) -> WaterfallRow {
    guard let last = node.spans.last else {
      return WaterfallRow(
        label: node.name, depth: depth, segments: [.init(kind: .composite, time: node.time)], duration: node.length,
        outcome: outcome(of: node.children), isCritical: isCritical(node))
    }
    return WaterfallRow(
      label: node.spans.count > 1 ? "\(node.name) ×\(node.spans.count)" : node.name, depth: depth,
      segments: node.spans.flatMap { segments(of: $0) },
      duration: node.spans.reduce(.zero) { $0 + timeline.spans[$1].duration },
      outcome: timeline.spans[last].outcome, isCritical: isCritical(node))
  }

  private func row(for rest: [WaterfallNode], depth: Int) -> WaterfallRow {
    var segments: [WaterfallRow.Segment] = []
    for kind in WaterfallRow.Segment.Kind.allCases where kind != .composite {
      let times = rest.flatMap { leafSegments(of: $0) }.filter { $0.kind == kind }.map(\.time)
      segments += Self.union(times).map { .init(kind: kind, time: $0) }
    }
    return WaterfallRow(
      label: "… \(rest.count) more", depth: depth, segments: segments,
      duration: rest.reduce(.zero) { max($0, $1.length) }, isBound: true, outcome: outcome(of: rest),
      isCritical: rest.contains(where: isCritical))
  }

  private func segments(of index: Int) -> [WaterfallRow.Segment] {
    let span = timeline.spans[index]
    guard span.outcome != .skipped else { return [] }
    let kind = span.isLeaf ? WaterfallRow.Segment.Kind(span.activity) : .composite
    return [.init(kind: kind, time: span.start..<span.end)] + span.delays.map { .init(kind: .delay, time: $0) }
  }

  private func leafSegments(of node: WaterfallNode) -> [WaterfallRow.Segment] {
    node.spans.flatMap { segments(of: $0) } + node.children.flatMap { leafSegments(of: $0) }
  }

  private func isCritical(_ node: WaterfallNode) -> Bool {
    node.spans.contains(where: critical.contains) || (node.spans.isEmpty && node.children.contains(where: isCritical))
  }

  private func outcome(of nodes: [WaterfallNode]) -> Span.Outcome {
    let outcomes = nodes.map { node in
      node.spans.last.map { timeline.spans[$0].outcome } ?? outcome(of: node.children)
    }
    return [.faulted, .cancelled, .unfinished].first(where: outcomes.contains) ?? .completed
  }

  /// The same stretches without overlap.
  static func union(_ times: [Range<Timestamp>]) -> [Range<Timestamp>] {
    var union: [Range<Timestamp>] = []
    for time in times.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = union.last, time.lowerBound <= last.upperBound {
        union[union.count - 1] = last.lowerBound..<max(last.upperBound, time.upperBound)
      } else {
        union.append(time)
      }
    }
    return union
  }
}

extension WaterfallNode {
  fileprivate var length: Duration { time.upperBound - time.lowerBound }
}
