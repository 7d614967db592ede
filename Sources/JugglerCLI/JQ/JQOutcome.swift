/// How the inputs fared, and the exit code that jq gives for it.
struct JQOutcome: Equatable {
  enum Step: Equatable {
    case output, falsyOutput, noOutput, failed, inputFailed
    case halted(Int)
  }

  private var last = Step.noOutput
  /// The last output of all, whatever came after it: `nil` when there was none.
  private var lastIsTruthy: Bool?
  private(set) var isHalted = false

  mutating func add(_ step: Step) {
    last = step
    switch step {
    case .output: lastIsTruthy = true
    case .falsyOutput: lastIsTruthy = false
    case .halted: isHalted = true
    case .noOutput, .failed, .inputFailed: break
    }
  }

  /// - Parameter isStatus: whether `-e` asks for a code that tells of the last output.
  func exitCode(isStatus: Bool) -> Int32 {
    switch last {
    case .failed: 5
    case .inputFailed: 2
    case .halted(let code): Int32(truncatingIfNeeded: code & 0xFF)
    case .output: 0
    case .falsyOutput: isStatus ? 1 : 0
    case .noOutput:
      switch lastIsTruthy {
      case _ where !isStatus: 0
      case nil: 4
      case false?: 1
      case true?: 0
      }
    }
  }
}
