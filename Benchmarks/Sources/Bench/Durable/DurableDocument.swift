/// The same five steps as a document: rounds of a loop, side by side in one run, by the `juggler` binary as a user starts it.
struct DurableDocument {
  private static let rounds = 10_000

  static func report(in folder: String) throws {
    guard JugglerProcess.path != nil else { return print("Documents are left out: \(JugglerProcess.Missing())\n") }
    print("Five `emit` tasks a round, \(rounds) rounds of one run, by `juggler run --store sqlite:…`:\n")
    print("| rounds at a time | steps/s | CPU a step | resident memory, peak |\n| --- | --- | --- | --- |")
    for concurrency in [50, 500] {
      let start = try run(1, concurrency, "\(folder)/start-\(concurrency).db")
      let loop = try run(rounds, concurrency, "\(folder)/loop-\(concurrency).db")
      let steps = Double(rounds * 5)
      let (wall, cpu) = (loop.wall - start.wall, loop.cpu - start.cpu)
      print(
        "| \(concurrency) | \(Int(steps / (wall / .seconds(1)))) |",
        "\((cpu / .microseconds(1) / steps).rounded(toPlaces: 1)) µs | \(loop.peakMemory.inMebibytes) |")
    }
    print()
  }

  private static func run(_ rounds: Int, _ concurrency: Int, _ path: String) throws -> JugglerProcess.Outcome {
    let outcome = try JugglerProcess.run(
      document(concurrency), input: "\(rounds)", arguments: ["--store", "sqlite:\(path)", "--trace", "none"])
    guard outcome.status == 0, outcome.output == "\(rounds)\n" else { throw Failed(output: outcome.output) }
    return outcome
  }

  private static func document(_ concurrency: Int) -> String {
    let tasks = ["one", "two", "three", "four", "five"].map { name in
      "        - \(name): { emit: { event: { with: { source: 'https://example.com/bench', type: \(name), data: 1 } } } }"
    }
    return """
      document: { dsl: '1.0.3', namespace: bench, name: five-steps, version: '1.0.0' }
      do:
        - all:
            for: { in: '[range($workflow.input)]' }
            metadata: { juggler: { concurrency: \(concurrency) } }
            do:
      \(tasks.joined(separator: "\n"))
            output: { as: length }
      """
  }

  private struct Failed: Error { var output: String }
}
