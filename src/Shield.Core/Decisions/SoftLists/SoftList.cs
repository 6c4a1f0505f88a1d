using Shield.Core.Indicators;

namespace Shield.Core.Decisions.SoftLists;

/// <summary>Addresses or names of one kind, read whole.</summary>
public sealed record SoftList
{
    /// <summary>The file's, as the operator calls it.</summary>
    public required string Name { get; init; }

    public required SoftKind Kind { get; init; }

    public required RangeSet Ranges { get; init; }

    public required NameSet Names { get; init; }

    /// <summary>As the file counts them, before what is double or adjoins is merged.</summary>
    public required int Entries { get; init; }

    /// <summary>What of the list touches the indicator; null where nothing does.</summary>
    public SoftMatch? Find(Indicator indicator) =>
        (indicator.IsDomain ? Names.Find(indicator.Domain!) : Ranges.Find(indicator.Range)?.ToString()) is { } what
            ? new SoftMatch(this, what)
            : null;
}

/// <param name="What">The name, or the run of addresses, that touches; a run may be several entries of the file.</param>
public sealed record SoftMatch(SoftList List, string What)
{
    public string Detail => $"the list '{List.Name}' has {What}";
}
