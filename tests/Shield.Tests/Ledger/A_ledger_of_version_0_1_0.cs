using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.LedgerWriter;
using Shield.Sqlite;

namespace Shield.Tests.Ledger;

/// <summary>The dump of a ledger as version 0.1.0 left it after its demo: never edit it.</summary>
public sealed class A_ledger_of_version_0_1_0 : IDisposable
{
    private readonly LedgerFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Opens_with_all_it_held_and_its_acts_become_the_first_links_of_the_chain()
    {
        await RestoreAsync();

        await using var ledger = await SqliteLedger.OpenAsync(_folder.File(), Token);
        var history = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, Token);
        var content = await ledger.ReadAsync(Token);

        Assert.Equal((12, 10, 14), (content.Sightings.Length, content.States.Length, content.OwnAddresses.Length));
        var act = Assert.Single(content.Acts);
        Assert.Equal((ActKind.Allow, "our auditors"), (act.Kind, act.Why));
        Assert.Equal(ActChainHead.Start.Link(act).Head, content.ActChain.Head);
        Assert.Equal([HistoryKind.Intent, HistoryKind.Outcome], history.Records.Select(record => record.Kind));
        Assert.Empty(LedgerProof.ContradictionsOfAll(history, content.ActChain));
    }

    [Fact]
    public async Task Goes_on_from_there()
    {
        await RestoreAsync();
        HistoryRecord next;
        await using (var ledger = await SqliteLedger.OpenAsync(_folder.File(), Token))
        {
            var lease = await ledger.TryTakeLeaseAsync(
                await ledger.ReadLeaseAsync(Token),
                new LeaseHolder("here", "boot", 1, default),
                default,
                Token
            );
            next = HistoryRecord.After(
                (await ledger.ReadHistoryAsync(DateTimeOffset.MaxValue, Token)).Last,
                HistoryKind.KeptBack,
                Numbered.Time(1),
                "{}"
            );
            await ledger.AppendHistoryAsync(lease!.Fence, next, null, Token);
            await ledger.AppendAsync([Numbered.Act(1)], Token);
        }

        await using var reader = await SqliteLedger.OpenReaderAsync(_folder.File(), Token);
        Assert.Equal(next, (await reader.ReadHistoryAsync(DateTimeOffset.MinValue, Token)).Last);
        Assert.Equal(2, (await reader.ReadAsync(Token)).ActChain.Head.Sequence);
    }

    private async Task RestoreAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.File()};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = await File.ReadAllTextAsync(
            RepositoryFolder.Path("tests", "Shield.Tests", "Ledger", "ledger-0.1.0.sql"),
            Token
        );
        await command.ExecuteNonQueryAsync(Token);
    }
}
