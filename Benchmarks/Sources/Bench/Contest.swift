/// Several ways to do the same, measured in turns, so that a slow moment of the machine hits all of them.
struct Contest {
  struct Contender {
    let name: String
    let body: () throws -> Void
  }

  /// Bytes that one execution of a contender works through.
  let bytes: Int
  var rounds = 7
  /// How much CPU time a contender gets in a round.
  var roundTime = Duration.milliseconds(250)
  let contenders: [Contender]

  /// Median throughput of the rounds in megabytes (10^6 bytes) a second of CPU time, by contender.
  func run() throws -> [Double] {
    var samples = [[Double]](repeating: [], count: contenders.count)
    for contender in contenders { try contender.body() }
    for _ in 0..<rounds {
      for (index, contender) in contenders.enumerated() {
        let start = CPUTime.now
        var executions = 0
        while CPUTime.now - start < roundTime {
          try contender.body()
          executions += 1
        }
        let seconds = (CPUTime.now - start) / .seconds(1)
        samples[index].append(Double(bytes * executions) / seconds / 1e6)
      }
    }
    return samples.map { $0.sorted()[$0.count / 2] }
  }
}

/// Keeps the optimizer from leaving out a computation whose result nobody needs.
@inline(never)
func blackHole<T>(_ value: T) {}
