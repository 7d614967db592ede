/// Tells several observers.
public func observers(_ all: PolicyObserver...) -> PolicyObserver {
  { event in for observer in all { observer(event) } }
}
