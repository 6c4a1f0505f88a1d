using System.Collections.Immutable;
using Shield.Core.Decisions.SoftLists;

namespace Shield.Operating.NeverBlockLists;

/// <summary>Of <c>never-block refresh</c>.</summary>
public sealed record NeverBlockRefreshAnswer
{
    public required string Name { get; init; }

    public required string Path { get; init; }

    public required string From { get; init; }

    public required ImmutableArray<RefreshedRow> Lists { get; init; }

    public required string? Before { get; init; }

    public required bool Written { get; init; }

    public static NeverBlockRefreshAnswer Of(RefreshedList refreshed) =>
        new()
        {
            Name = refreshed.File.Name,
            Path = refreshed.File.Path,
            From = refreshed.From,
            Lists = [.. refreshed.Changes.Select(RefreshedRow.Of)],
            Before = refreshed.UnreadBefore,
            Written = refreshed.IsWritten,
        };
}

public sealed record RefreshedRow
{
    public required string Kind { get; init; }

    public required int Entries { get; init; }

    public required int Added { get; init; }

    public required int Removed { get; init; }

    public required ImmutableArray<string> AddedSample { get; init; }

    public required ImmutableArray<string> RemovedSample { get; init; }

    public static RefreshedRow Of(ListChange change) =>
        new()
        {
            Kind = change.Kind.ToWord(),
            Entries = change.Entries,
            Added = change.Added.Length,
            Removed = change.Removed.Length,
            AddedSample = [.. change.AddedSample],
            RemovedSample = [.. change.RemovedSample],
        };
}
