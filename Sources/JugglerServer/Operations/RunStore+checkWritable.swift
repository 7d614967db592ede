package import Juggler

extension RunStore {
  /// Writes something that leaves nothing behind, durably, as a run would.
  package func checkWritable() async throws -> String? {
    let now = Timestamp.now
    let owner = try await register(owner: "readiness check", until: now + .seconds(10))
    try await unregister(owner)
    return "written in \((Timestamp.now - now).components.attoseconds / 1_000_000_000_000) µs"
  }
}
