import Juggler

/// The numbers that stand for statuses in the file. Final ones are 4 and above; the schema's conditions rely on it.
extension RunStatus {
  static let firstFinalCode: Int64 = 4

  var code: Int64 {
    switch self {
    case .pending: 0
    case .running: 1
    case .waiting: 2
    case .suspended: 3
    case .cancelled: 4
    case .faulted: 5
    case .completed: 6
    }
  }

  init?(code: Int64) {
    guard let status = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = status
  }
}

/// A stronger request has a greater number.
extension RunRequest {
  var code: Int64 {
    switch self {
    case .wake: 0
    case .suspend: 1
    case .cancel: 2
    }
  }

  init?(code: Int64) {
    guard let request = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = request
  }
}

/// The numbers that stand for kinds of entries. One that was released keeps its number.
enum EntryCode: Int64 {
  case runStarted = 1
  case stepCompleted, stepFaulted
  case timerSet, childStarted, signalReceived, moved, retried
  case runCompleted, runFaulted, runCancelled, runContinued
  case halted
}
