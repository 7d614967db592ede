import JSON
import JugglerAPI

/// A run and its steps for a person.
struct RunSheet {
  private let run: Run
  private let steps: [Step]

  init(_ run: Run, _ steps: [Step]) {
    self.run = run
    self.steps = steps
  }

  func lines(_ traits: TerminalTraits) -> [String] {
    let lines = facts.map { name, value, color in
      let label = name.fitted(to: 11)
      let room = traits.isInteractive ? max(8, traits.columns - 11) : 400
      let text = value.printable
      let shown = text.displayWidth > room ? text.fitted(to: room) : text
      return traits.style.spelled(traits.style.paint(label, .dim) + traits.style.paint(shown, color))
    }
    guard !steps.isEmpty else { return lines }
    return lines + [""] + table.lines(traits)
  }

  private var facts: [(name: String, value: String, color: TextStyle.Color?)] {
    var facts: [(name: String, value: String, color: TextStyle.Color?)] = [
      ("run", run.id, .bold), ("workflow", run.workflow.description, nil),
      ("status", run.status.rawValue, run.status.color), ("created", run.createdAt.readable, nil),
    ]
    if let startedAt = run.startedAt { facts.append(("started", startedAt.readable, nil)) }
    if let endedAt = run.endedAt {
      let took = Duration.from(run.startedAt, to: endedAt).map { ", after \($0.readable)" } ?? ""
      facts.append(("ended", endedAt.readable + took, nil))
    }
    if let wakesAt = run.wakesAt { facts.append(("wakes", wakesAt.readable, nil)) }
    if let parent = run.parent { facts.append(("part of", parent, nil)) }
    if let origin = run.forkedFrom { facts.append(("fork of", origin, nil)) }
    if let next = run.continuedAs { facts.append(("goes on as", next, nil)) }
    for (name, value) in run.tags.sorted(by: { $0.key < $1.key }) { facts.append(("tag", "\(name)=\(value)", nil)) }
    facts.append(("input", run.input.serialized(), nil))
    if let output = run.output { facts.append(("output", output.serialized(), nil)) }
    if let error = run.error { facts.append(("error", error.brief, .red)) }
    return facts
  }

  private var table: TextTable {
    TextTable(
      header: ["STEP", "STATUS", "ENDED", "TOOK", "OUTPUT"],
      rows: steps.map { step in
        [
          TextTable.Cell(step.id), TextTable.Cell(step.status.rawValue, step.status.color),
          TextTable.Cell(step.endedAt?.readable ?? "–", .dim),
          TextTable.Cell(Duration.from(step.startedAt, to: step.endedAt)?.readable ?? "–", .dim),
          TextTable.Cell(step.error?.brief ?? clipped(step.output?.serialized() ?? "")),
        ]
      })
  }

  private func clipped(_ text: String) -> String { text.count > 200 ? text.prefix(199) + "…" : text }
}
