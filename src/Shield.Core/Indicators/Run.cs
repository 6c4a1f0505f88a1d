namespace Shield.Core.Indicators;

/// <summary>Consecutive addresses of one family, both ends included.</summary>
internal readonly record struct Run<T>(T First, T Last) : IComparable<Run<T>>
    where T : struct, IComparable<T>
{
    public int CompareTo(Run<T> other) => First.CompareTo(other.First);
}
