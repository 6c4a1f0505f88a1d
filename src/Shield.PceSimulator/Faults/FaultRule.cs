namespace Shield.PceSimulator.Faults;

/// <summary>
/// One rule of a fault script: which calls, which of them, and what happens to them. All rules that fit a call happen to it; what a
/// script does depends on nothing but the calls, their order, and its seeds.
/// </summary>
public sealed record FaultRule
{
    /// <summary>Null: every method.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// An href below <c>/api/v2</c>, without query: <c>*</c> stands for one segment, <c>**</c> for any text. Null: every path.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>Whose calls, by the href of the key's user, such as <c>/users/15</c>. Null: everybody's.</summary>
    public string? By { get; init; }

    /// <summary>From which of the calls that fit it may happen, counted from 1.</summary>
    public int From { get; init; } = 1;

    /// <summary>How often it happens at most. Null: without end.</summary>
    public int? Count { get; init; }

    /// <summary>How likely it happens to each call that fits, from 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    public int Seed { get; init; }

    public required Fault Effect { get; init; }
}
