import Logging

extension Engine {
  /// Asks a store until it is available, as long as this engine serves: a run that was claimed must not be left lying
  /// because the store could not be read for a moment.
  func patiently<R>(_ body: () async throws -> R) async throws -> R {
    var delay = Duration.milliseconds(50)
    while true {
      switch try await attempt(body) {
      case .success(let result): return result
      case .failure(let error):
        guard isServing, !Task.isCancelled else { throw error }
        warn("a run waits for the store: \(error)")
        try await time.sleep(for: delay)
        delay = min(delay * 2, .seconds(5))
      }
    }
  }

  /// Only that the store is unavailable is a failure; what else is wrong is thrown.
  private func attempt<R>(_ body: () async throws -> R) async throws -> Result<R, StoreError> {
    do {
      return .success(try await body())
    } catch let error as StoreError where error.code == .unavailable {
      return .failure(error)
    }
  }
}
