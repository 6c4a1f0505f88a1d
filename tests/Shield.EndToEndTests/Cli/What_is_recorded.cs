using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Data.Sqlite;
using Shield.Cli.Ingest;
using Shield.Cli.Sources;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Operating;
using Shield.Operating.Faults;
using Shield.Pce.Calling;
using Shield.Sqlite;

namespace Shield.EndToEndTests.Cli;

/// <summary>Told as it is, where an <c>ingest</c> ends before its end.</summary>
public sealed class What_is_recorded : CliTest
{
    private const int Before = 1_100;

    [Fact]
    public async Task Is_counted_where_the_ledger_takes_no_more()
    {
        await using var ledger = await SqliteLedger.OpenAsync(Ledger, Cancellation);
        using var place = new LedgerTaker(Ledger);
        var ingestion = new Ingestion(ledger, 1 << 20, Clock, _ => { });
        var fault = await Assert.ThrowsAsync<RecordedException>(() =>
            ingestion.RunAsync([place], (_, _) => throw new InvalidOperationException(), reconcile: null, Cancellation)
        );

        Assert.StartsWith("1000 of the 1101 findings that were read are recorded, and no more: ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing", fault.Message, StringComparison.Ordinal);
        Assert.Equal((1_000, 1_000), (Recorded(fault, "findings"), Recorded(fault, "sightings")));
        Assert.Equal((1_000, 0), (ingestion.Intake.Findings, ingestion.Intake.Calls));
    }

    /// <summary>The reconcile has read the ledger and decided; to read it again would take as long as all the rest.</summary>
    [Fact]
    public async Task Is_decided_about_by_the_reconcile_and_not_read_once_more()
    {
        await using var ledger = await SqliteLedger.OpenAsync(Ledger, Cancellation);
        var answer = await new Ingestion(ledger, 1 << 20, Clock, _ => { }).RunAsync(
            [Findings(3)],
            (_, _) => throw new InvalidOperationException("the ledger is read again"),
            async token => new ReconcileReport { Outcome = ReconcileOutcome.Applied, Decided = await DecideAsync(token) },
            Cancellation
        );
        Assert.Equal(3, answer.Result.Blocked);
    }

    [Fact]
    public async Task Is_told_with_the_answer_of_a_second_reconcile_where_the_process_stood_still()
    {
        await using var ledger = await SqliteLedger.OpenAsync(Ledger, Cancellation);
        var (notes, calls) = (new List<string>(), 0);
        var ingestion = new Ingestion(ledger, 1 << 20, Clock, notes.Add);
        var answer = await ingestion.RunAsync([Findings(3)], (_, token) => DecideAsync(token), Reconcile, Cancellation);

        Assert.Equal((3, "applied", 3, 2), (answer.Result.Findings, answer.Result.Apply!.Outcome, answer.Result.Apply.Added, calls));
        Assert.Contains(
            notes,
            note =>
                note.Contains("stood still", StringComparison.Ordinal)
                && note.Contains("the answer of a second one", StringComparison.Ordinal)
        );
        Assert.Contains(notes, note => note.Contains("another instance held the lease", StringComparison.Ordinal));

        Task<ReconcileReport> Reconcile(CancellationToken cancellationToken)
        {
            if (++calls > 1)
            {
                return Task.FromResult(
                    new ReconcileReport
                    {
                        Outcome = ReconcileOutcome.Applied,
                        Added = 3,
                        IsOfAnother = true,
                    }
                );
            }

            Clock.Advance(TimeSpan.FromSeconds(90));
            throw new LedgerException("the lease was lost to another instance; nothing more was written, and that instance goes on");
        }
    }

    [Fact]
    public async Task Is_told_where_the_ledger_fails_at_once_while_it_is_applied()
    {
        await using var ledger = await SqliteLedger.OpenAsync(Ledger, Cancellation);
        var calls = 0;
        var fault = await Assert.ThrowsAsync<RecordedException>(() =>
            new Ingestion(ledger, 1 << 20, Clock, _ => { }).RunAsync(
                [Findings(3)],
                (_, token) => DecideAsync(token),
                _ =>
                {
                    calls++;
                    throw new LedgerException("it is locked");
                },
                Cancellation
            )
        );

        Assert.Equal((1, 3), (calls, Recorded(fault, "findings")));
        Assert.StartsWith("recorded; whether it is applied is not known", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_all_that_can_be_told_where_deciding_fails()
    {
        await using var ledger = await SqliteLedger.OpenAsync(Ledger, Cancellation);
        var fault = await Assert.ThrowsAsync<RecordedException>(() =>
            new Ingestion(ledger, 1 << 20, Clock, _ => { }).RunAsync(
                [Findings(2)],
                (_, _) => throw new ArgumentException("same key"),
                reconcile: null,
                Cancellation
            )
        );
        Assert.Equal(2, Recorded(fault, "findings"));
        Assert.DoesNotContain("same key", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>What waits for somebody's draft is offered to nobody.</summary>
    [Fact]
    public async Task Offers_to_accept_only_what_a_limit_keeps_back()
    {
        (await Initialise()).Expect(0);
        var list = (await Admin.Get("/sec_policy/draft/ip_lists"))
            .AsArray()
            .Single(list => (string?)list!["external_data_reference"] == "test-owner/deny/inbound")!;
        var ranges = list["ip_ranges"]!.DeepClone().AsArray();
        ranges.Add(new System.Text.Json.Nodes.JsonObject { ["from_ip"] = "198.18.0.1" });
        await Admin.Put((string)list["href"]!, new System.Text.Json.Nodes.JsonObject { ["ip_ranges"] = ranges });
        var ingest = (await Json("ingest", File("f.json", FindingText.BruteForce("45.83.64.1")), "--apply")).Expect(3);
        var (plan, apply) = (await Text("plan"), await Text("apply"));
        var (json, fingerprint) = ((await Json("plan")).Json, (string)(await Json("apply")).Json["fingerprint"]!);

        Assert.Equal("foreign-draft", (string)json["keptBack"]![0]!["reason"]!);
        Assert.DoesNotContain("--accept-plan", ingest.Error + ingest.Output + plan.Output + apply.Output, StringComparison.Ordinal);
        Assert.Equal("unknown-plan", (await Json("apply", "--accept-plan", fingerprint, "--reason", "x")).Expect(1).ErrorCode);
        Assert.Empty(await Listed());
    }

    [Fact]
    public async Task Of_who_acted_is_fit_for_every_console()
    {
        Environment["SHIELD_WHO"] = $"ann\u202e\u001b[2J\nbob{new string('x', 3_000)}";
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        (await Json("unblock", "45.83.64.1", "--reason", "line one\nline\u2066 two")).Expect(0);

        var versions = (await Admin.Get("/sec_policy")).AsArray().Select(version => (string?)version!["commit_message"] ?? "").ToList();
        Assert.Contains(versions, message => message.Contains("ann__[2J bobxxx", StringComparison.Ordinal));
        Assert.All(
            versions,
            message => Assert.True(message.Length <= 1_000 && !message.Any(c => char.IsControl(c) || c is '\u202e' or '\u2066'), message)
        );
        Assert.Contains(versions, message => message.Contains("intent ", StringComparison.Ordinal));
        var act = (await Json("explain", "45.83.64.1")).Json["acts"]![0]!;
        Assert.Equal("line one line_ two", (string)act["why"]!);
    }

    private static int Recorded(RecordedException fault, string member) => fault.Recorded.GetProperty(member).GetInt32();

    private async Task<Decided> DecideAsync(CancellationToken cancellationToken)
    {
        await using var composition = new Composition(
            ShieldSettings.From([], needsPce: false) with
            {
                LedgerPath = Ledger,
            },
            Clock,
            PceHandler.For,
            NameServers,
            _ => { }
        );
        return await composition.DecideAsync(cancellationToken);
    }

    private FilePlace Findings(int count) => new(File("f.json", TextOf(0, count)), () => Stream.Null);

    private static string TextOf(int from, int count) =>
        string.Join(
            '\n',
            Enumerable
                .Range(from, count)
                .Select(index =>
                    FindingText.BruteForce(
                        string.Create(CultureInfo.InvariantCulture, $"45.83.{index / 250}.{(index % 250) + 1}"),
                        id: string.Create(CultureInfo.InvariantCulture, $"{index:x32}")
                    )
                )
        );

    /// <summary>Findings, and then one more, before which somebody takes the ledger's lock and keeps it.</summary>
    private sealed class LedgerTaker(string ledger) : IFindingPlace
    {
        private readonly SqliteConnection _somebody = new($"Data Source={ledger}");

        public bool EndsWithFault => false;

        public string? LastWord => null;

        public async IAsyncEnumerable<IngestSource> SourcesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new IngestSource(
                "before",
                _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(TextOf(0, Before))))
            );
            await _somebody.OpenAsync(cancellationToken);
            using var taking = _somebody.CreateCommand();
            taking.CommandText = "BEGIN EXCLUSIVE";
            await taking.ExecuteNonQueryAsync(cancellationToken);
            yield return new IngestSource(
                "after",
                _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(TextOf(Before, 1))))
            );
        }

        public Task RecordedAsync(IReadOnlyList<ReadSource> sources, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => _somebody.Dispose();
    }
}
