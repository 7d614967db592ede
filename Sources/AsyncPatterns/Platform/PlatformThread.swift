#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Android)
  import Android
#endif

/// Threads of our own, for what must not run on the threads of tasks.
enum PlatformThread {
  private final class Start {
    let name: String
    let niceness: Int32
    let body: @Sendable () -> Void

    init(name: String, niceness: Int32, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.niceness = niceness
      self.body = body
    }
  }

  /// Starts a detached thread.
  ///
  /// - Parameters:
  ///   - name: What the operating system's tools show; cut to 15 bytes on Linux.
  ///   - niceness: How far below normal priority the thread stands: 0 (normal) to 19 (only when nothing else runs).
  ///     Linux only; elsewhere it is ignored.
  static func start(name: String, niceness: Int32 = 0, _ body: @escaping @Sendable () -> Void) {
    let start = Unmanaged.passRetained(Start(name: name, niceness: niceness, body: body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let result = pthread_create(
      &thread, &attributes,
      { argument in
        #if canImport(Darwin)
          let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        #else
          guard let argument else { return nil }
          let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        #endif
        PlatformThread.setName(start.name)
        PlatformThread.setNiceness(start.niceness)
        start.body()
        return nil
      }, start.toOpaque())
    pthread_attr_destroy(&attributes)
    precondition(
      result == 0, "the operating system refused another thread (error \(result)): raise its limit of threads")
  }

  /// Cores that the operating system has online; at least 1.
  static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  private static func setName(_ name: String) {
    let short = String(decoding: name.utf8.prefix(15), as: UTF8.self)
    #if canImport(Darwin)
      pthread_setname_np(short)
    #elseif os(Linux) || os(Android)
      // The C library's function for this is hidden behind a feature macro that Swift does not set.
      let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
      guard file >= 0 else { return }
      _ = short.withCString { write(file, $0, strlen($0)) }
      close(file)
    #endif
  }

  private static func setNiceness(_ niceness: Int32) {
    #if os(Linux)
      // On Linux, niceness belongs to the thread, and 0 means the calling one.
      if niceness != 0 { _ = setpriority(__priority_which_t(UInt32(PRIO_PROCESS.rawValue)), 0, niceness) }
    #endif
  }
}
