using System.Collections.Immutable;
using Shield.Core.Findings;

namespace Shield.Cli.Ingest;

/// <summary>
/// The parts of an input that could not be used, in their order. A file that is no findings at all could have millions, so the rest is only
/// counted.
/// </summary>
internal sealed class RejectedParts
{
    private const int MostListed = 10_000;

    private readonly ImmutableArray<RejectedRecord>.Builder _listed = ImmutableArray.CreateBuilder<RejectedRecord>();
    private int _notListed;

    public int Count => _listed.Count + _notListed;

    public ImmutableArray<RejectedRecord> Listed =>
        _notListed is 0
            ? _listed.ToImmutable()
            : [.. _listed, new RejectedRecord("", "", $"{_notListed} more were rejected, and are not listed")];

    public void Add(IEnumerable<Rejection> rejections)
    {
        foreach (var rejection in rejections)
        {
            if (_listed.Count < MostListed)
            {
                _listed.Add(new RejectedRecord(rejection.Source, rejection.Position, rejection.Reason));
            }
            else
            {
                _notListed++;
            }
        }
    }

    /// <summary>A source that could not be read to its end: always listed.</summary>
    public void AddUnread(RejectedRecord source) => _listed.Add(source);
}
