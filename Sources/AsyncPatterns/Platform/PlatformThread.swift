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
    let isIdle: Bool
    let body: @Sendable () -> Void

    init(name: String, niceness: Int32, isIdle: Bool, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.niceness = niceness
      self.isIdle = isIdle
      self.body = body
    }
  }

  /// Starts a detached thread.
  ///
  /// - Parameters:
  ///   - name: What the operating system's tools show; cut to 15 bytes on Linux.
  ///   - niceness: How far below normal priority the thread stands: 0 (normal) to 19 (only when nothing else runs).
  ///     Linux only; elsewhere it is ignored.
  ///   - isIdle: Whether the thread gives way at once to every other that wants its core (`SCHED_IDLE`). Linux only.
  static func start(
    name: String, niceness: Int32 = 0, isIdle: Bool = false, _ body: @escaping @Sendable () -> Void
  ) {
    let start = Unmanaged.passRetained(Start(name: name, niceness: niceness, isIdle: isIdle, body: body))
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
        if start.isIdle { PlatformThread.becomeIdle() }
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

  private static func becomeIdle() {
    #if os(Linux)
      // `SCHED_IDLE`, which the C library's headers hide behind a feature macro. 0 means the calling thread.
      var parameters = sched_param()
      _ = sched_setscheduler(0, 5, &parameters)
    #endif
  }

  private static func setNiceness(_ niceness: Int32) {
    #if os(Linux)
      // On Linux, niceness belongs to the thread, and 0 means the calling one.
      if niceness != 0 { _ = setpriority(__priority_which_t(UInt32(PRIO_PROCESS.rawValue)), 0, niceness) }
    #endif
  }
}
