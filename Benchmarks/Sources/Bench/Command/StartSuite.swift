/// How long a user waits for the smallest workflow.
struct StartSuite: Suite {
  let name = "start"
  let summary = "`juggler run` on a trivial document, from start to exit"

  func run() async throws {
    var walls: [Duration] = []
    var cpus: [Duration] = []
    for _ in 0..<21 {
      let outcome = try JugglerProcess.run(document)
      guard outcome.status == 0 else {
        print("juggler failed with status \(outcome.status)")
        return
      }
      walls.append(outcome.wall)
      cpus.append(outcome.cpu)
    }
    walls.sort()
    cpus.sort()
    print("| | median of 21 | slowest |")
    print("| --- | --- | --- |")
    print("| wall | \(walls[10].inMilliseconds) | \(walls[20].inMilliseconds) |")
    print("| CPU | \(cpus[10].inMilliseconds) | \(cpus[20].inMilliseconds) |")
    print("\nthe limit is 50 ms of wall time")
  }

  private let document = """
    document: { dsl: '1.0.3', namespace: bench, name: trivial, version: '1.0.0' }
    do:
      - greet: { set: { greeting: Hello } }
    """
}
