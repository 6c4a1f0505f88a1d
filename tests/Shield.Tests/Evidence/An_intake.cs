using System.Collections.Immutable;
using System.Text;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Evidence;

/// <summary>Whoever brings evidence, it is read, recorded and counted in the same way.</summary>
public sealed class An_intake
{
    private static readonly DateTimeOffset Received = DateTimeOffset.UnixEpoch.AddYears(60);

    private readonly List<FindingEvidence> _recorded = [];
    private readonly Intake _intake;

    public An_intake() => _intake = new Intake(RecordAsync);

    [Fact]
    public async Task Records_the_readable_part_of_a_piece_and_names_the_rest()
    {
        var piece = PieceOf($"[{Finding("one")},{{\"no\":\"finding\"}},{Finding("two")}]");
        await TakeAsync(piece);
        Assert.Equal(["one", "two"], _recorded.Select(evidence => evidence.State.Key.Id));
        Assert.Contains("[1]", Assert.Single(piece.Rejections).Position, StringComparison.Ordinal);
        Assert.Equal((2, 2, 0), (_intake.Findings, _intake.Sightings, _intake.Duplicates));
    }

    [Fact]
    public async Task Tells_what_was_known_from_what_is_new()
    {
        await TakeAsync(PieceOf(Finding("one")));
        await TakeAsync(PieceOf(Finding("one")), PieceOf(Finding("two")));
        Assert.Equal((3, 1), (_intake.Findings, _intake.Duplicates));
    }

    /// <summary>CloudTrail may deliver a call twice. It is no finding, so it is no duplicate of one.</summary>
    [Fact]
    public async Task Counts_a_call_apart_however_often_it_comes()
    {
        await TakeAsync(PieceOf(Call), PieceOf(Call));
        Assert.Equal((0, 0, 2, 2), (_intake.Findings, _intake.Duplicates, _intake.Calls, _recorded.Count));
    }

    [Fact]
    public async Task Counts_nothing_of_what_the_ledger_refused()
    {
        var refusing = new Intake((_, _) => throw new LedgerException("it is full"));
        await Assert.ThrowsAsync<LedgerException>(() => refusing.RecordAsync([PieceOf(Finding("one"))], CancellationToken.None));
        Assert.Equal((0, 0), (refusing.Findings, refusing.Sightings));
    }

    [Fact]
    public async Task Asks_the_ledger_nothing_where_there_is_no_evidence()
    {
        var silent = new Intake((_, _) => throw new InvalidOperationException());
        await silent.RecordAsync([PieceOf("nonsense")], CancellationToken.None);
        Assert.Equal(0, silent.Findings);
    }

    /// <summary>The same bytes as a file with two lines and as two messages.</summary>
    [Fact]
    public async Task Is_the_same_for_a_stream_and_for_messages()
    {
        var (one, two) = (Finding("one"), Event(Finding("two")));
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"{one}\n{two}\n"));
        var streamed = new List<IntakePiece>();
        await foreach (var piece in IntakePiece.ReadAsync(stream, "a file", "file", 1 << 20, () => Received, CancellationToken.None))
        {
            streamed.Add(piece);
        }

        Assert.Equal(
            new[] { PieceOf(one), PieceOf(two) }.SelectMany(piece => piece.Evidence).SelectMany(evidence => evidence.Sightings),
            streamed.SelectMany(piece => piece.Evidence).SelectMany(evidence => evidence.Sightings)
        );
        Assert.Equal(["line 1", "line 2"], streamed.Select(piece => piece.Position.ToString()));
    }

    private const string Call = """
        {"eventSource":"guardduty.amazonaws.com","eventName":"ArchiveFindings","eventTime":"2026-01-01T00:00:00Z",
         "awsRegion":"eu-west-1","recipientAccountId":"111122223333","requestParameters":{"findingIds":["one"]}}
        """;

    private static IntakePiece PieceOf(string document) => IntakePiece.Of(Encoding.UTF8.GetBytes(document), "a message", "file", Received);

    private Task TakeAsync(params IntakePiece[] pieces) => _intake.RecordAsync(pieces, CancellationToken.None);

    private Task<ImmutableArray<bool>> RecordAsync(IReadOnlyList<FindingEvidence> evidence, CancellationToken cancellationToken)
    {
        ImmutableArray<bool> changed = [.. evidence.Select(one => _recorded.All(known => known.State.Key != one.State.Key))];
        _recorded.AddRange(evidence);
        return Task.FromResult(changed);
    }
}
