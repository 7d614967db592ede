import Juggler

/// The line above the bars that says which column is which time.
struct WaterfallAxis {
  private let scale: TimeScale
  private let timeline: Timeline

  init(_ scale: TimeScale, _ timeline: Timeline) {
    self.scale = scale
    self.timeline = timeline
  }

  var line: String {
    var cells = [Character](repeating: " ", count: scale.columns)
    for gap in scale.compressed {
      let middle = (scale.columns(of: gap).lowerBound + scale.columns(of: gap).upperBound) / 2
      let label = Array("╱ \((gap.upperBound - gap.lowerBound).readable) ╱")
      write(label, at: max(0, middle - label.count / 2), to: &cells)
    }
    for tick in ticks {
      let column = Int(scale.place(of: timeline.start + tick) * Double(scale.columns))
      write(Array(tick == .zero ? "0" : tick.readable), at: column, to: &cells)
    }
    return String(cells)
  }

  /// Round times, about one in ten columns; only the start where the scale is not even.
  private var ticks: [Duration] {
    let total = timeline.elapsed.inSeconds
    guard scale.compressed.isEmpty, total > 0 else { return [.zero] }
    let wanted = total / Double(max(scale.columns / 10, 1))
    var step = 1e-9
    while step * 10 <= wanted { step *= 10 }
    step *= [1, 2, 5, 10].first { step * $0 >= wanted } ?? 10
    return stride(from: 0, through: total, by: step).map { .nanoseconds(Int64(($0 * 1e9).rounded())) }
  }

  /// Writes the label where it fits with a space on both sides, or not at all.
  private func write(_ label: [Character], at column: Int, to cells: inout [Character]) {
    let end = column + label.count
    guard end <= cells.count else { return }
    let around = max(0, column - 1)..<min(cells.count, end + 1)
    guard cells[around].allSatisfy({ $0 == " " }) else { return }
    cells.replaceSubrange(column..<end, with: label)
  }
}
