/// Columns of text, each as wide as its widest cell; on a terminal the last one ends with the line.
struct TextTable {
  struct Cell {
    var text: String
    var color: TextStyle.Color?

    init(_ text: String, _ color: TextStyle.Color? = nil) {
      self.text = text.printable
      self.color = color
    }
  }

  var header: [String]
  var rows: [[Cell]]

  func lines(_ traits: TerminalTraits) -> [String] {
    let all = [header.map { Cell($0, .bold) }] + rows
    let widths = header.indices.map { column in all.map { $0[column].text.displayWidth }.max() ?? 0 }
    return all.map { row in
      var line = ""
      var used = 0
      for (column, cell) in row.enumerated() {
        let isLast = column == row.count - 1
        var text = isLast ? cell.text : cell.text.fitted(to: widths[column])
        if isLast, traits.isInteractive, used + text.displayWidth > traits.columns {
          text = text.fitted(to: max(8, traits.columns - used))
        }
        line += traits.style.paint(text, cell.color)
        if !isLast { line += "  " }
        used += text.displayWidth + 2
      }
      return traits.style.spelled(line.trimmed)
    }
  }
}
