import Juggler

/// Draws where a run's time went: one bar a task, under a scale of time.
struct Waterfall {
  let timeline: Timeline
  /// What the run is called.
  var title: String
  /// How many columns a line may take.
  var width = 80
  var style = TextStyle.plain
  /// How many events came after the recorder's limit.
  var dropped = 0

  /// The lines to print.
  var lines: [String] {
    let rows = WaterfallRows(timeline).rows()
    let lines = [heading] + chart(rows) + [legend(rows), summary] + (dropped > 0 ? [droppedNote] : [])
    return lines.map(style.spelled)
  }

  private var heading: String {
    let elapsed = timeline.elapsed.readable
    let outcome =
      switch timeline.outcome {
      case .faulted: style.paint("faulted after \(elapsed)", .red)
      case .cancelled: style.paint("cancelled after \(elapsed)", .yellow)
      case .completed, .skipped: style.paint("completed in \(elapsed)", .green)
      case .unfinished: "ended after \(elapsed)"
      }
    return "\(style.paint(title.printable, .bold)) \(outcome)"
  }

  private func chart(_ rows: [WaterfallRow]) -> [String] {
    guard !rows.isEmpty else { return [] }
    let widest = rows.reduce(0) { max($0, $1.indentedLabel.displayWidth) }
    let label = min(widest, max(width, 40) * 2 / 5)
    let duration = rows.reduce(0) { max($0, $1.durationText.displayWidth) }
    let mark = rows.reduce(0) { max($0, $1.mark.displayWidth) }
    let bars = max(width - (label + 3) - (2 + duration + mark), 10)
    let scale = TimeScale(timeline.start..<timeline.end, busy: timeline.busy, columns: bars)
    let axis =
      String(repeating: " ", count: label + 3)
      + style.paint(WaterfallAxis(scale, timeline).line.trimmed, .dim)
    return [axis]
      + rows.map { row in
        let marker = row.isCritical ? style.paint("◆", .yellow) : " "
        let name = style.paint(row.indentedLabel.fitted(to: label), row.labelColor)
        let bar = bar(of: row, on: scale)
        let padding = String(repeating: " ", count: duration - row.durationText.displayWidth)
        let end = style.paint(row.durationText, row.labelColor) + row.mark
        return "\(marker) \(name) \(bar)  \(padding)\(end)".trimmed
      }
  }

  private func bar(of row: WaterfallRow, on scale: TimeScale) -> String {
    var cells = [WaterfallRow.Segment.Kind?](repeating: nil, count: scale.columns)
    for segment in row.segments {
      for column in scale.columns(of: segment.time) {
        cells[column] = cells[column].map { max($0, segment.kind) } ?? segment.kind
      }
    }
    var bar = ""
    var position = 0
    while position < cells.count {
      let kind = cells[position]
      let end = cells[position...].firstIndex { $0 != kind } ?? cells.count
      bar += style.paint(String(repeating: kind?.glyph ?? " ", count: end - position), kind?.color)
      position = end
    }
    return bar
  }

  private func legend(_ rows: [WaterfallRow]) -> String {
    let kinds = Set(rows.flatMap { $0.segments.map(\.kind) })
    var entries = WaterfallRow.Segment.Kind.allCases.reversed().filter(kinds.contains).map {
      "\(style.paint(String($0.glyph), $0.color)) \($0.meaning)"
    }
    if rows.contains(where: { $0.outcome == .faulted }) { entries.append("✗ faulted") }
    if rows.contains(where: { $0.outcome == .cancelled }) { entries.append("⊘ cancelled") }
    if rows.contains(where: \.isCritical) { entries.append("\(style.paint("◆", .yellow)) critical path") }
    return entries.joined(separator: "   ")
  }

  private var summary: String {
    let (elapsed, sequential) = (timeline.elapsed, timeline.sequential)
    let ratio = elapsed > .zero ? sequential / elapsed : 1
    guard ratio >= 1.05 else {
      return "\(elapsed.readable) in all, \(sequential.readable) one after the other: no waits to overlap"
    }
    let factor = ratio < 100 ? "\(Int(ratio)).\(Int(ratio * 10) % 10)" : "\(Int(ratio))"
    return "\(style.paint(elapsed.readable, .bold)) instead of \(sequential.readable) one after the other: "
      + style.paint("\(factor)× faster", .bold)
  }

  private var droppedNote: String {
    "Only the first events are drawn: \(dropped) more came after them."
  }
}

extension Timeline {
  /// When something other than a sleep was under way.
  fileprivate var busy: [Range<Timestamp>] {
    spans.filter { $0.isLeaf && $0.activity != .sleeping && $0.end > $0.start }.map { $0.start..<$0.end }
  }
}

extension WaterfallRow {
  fileprivate var indentedLabel: String { String(repeating: "  ", count: min(depth, 8)) + label.printable }

  fileprivate var durationText: String {
    outcome == .skipped ? "skipped" : (isBound ? "≤ " : "") + duration.readable
  }

  fileprivate var mark: String {
    switch outcome {
    case .faulted: " ✗"
    case .cancelled: " ⊘"
    case .completed, .skipped, .unfinished: ""
    }
  }

  fileprivate var labelColor: TextStyle.Color? {
    switch outcome {
    case .faulted: .red
    case .cancelled, .skipped: .dim
    case .completed, .unfinished: nil
    }
  }
}

extension WaterfallRow.Segment.Kind {
  fileprivate var glyph: Character {
    switch self {
    case .composite: "─"
    case .delay: "┄"
    case .sleeping: "·"
    case .waiting: "━"
    case .computing: "█"
    }
  }

  fileprivate var color: TextStyle.Color? {
    switch self {
    case .composite, .sleeping: .dim
    case .delay: .magenta
    case .waiting: .cyan
    case .computing: .green
    }
  }

  fileprivate var meaning: String {
    switch self {
    case .composite: "its tasks"
    case .delay: "before a retry"
    case .sleeping: "sleeping"
    case .waiting: "waiting"
    case .computing: "computing"
    }
  }
}
