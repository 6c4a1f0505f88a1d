using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Shield.EndToEndTests.Cli;

/// <summary>The upkeep of each day puts to rest what can be neither blocked nor held any more. Nobody sees a difference.</summary>
public sealed class Resting_evidence : CliTest
{
    private const string Attacker = "45.83.64.1";
    private const string Other = "45.83.64.2";

    [Fact]
    public async Task Is_shown_to_whoever_asks_for_it()
    {
        await PutToRest(TimeSpan.FromDays(3));

        Assert.Equal([Other], Column("SELECT indicator FROM sighting"));
        Assert.Equal([Attacker], Column("SELECT indicator FROM resting_party"));
        Assert.DoesNotContain(Attacker, (await Json("threats", "list")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains(Attacker, (await Json("threats", "list", "--all")).Expect(0).Output, StringComparison.Ordinal);
        var told = (await Json("explain", Attacker)).Expect(0).Json;
        Assert.Equal(("ended", 1), ((string)told["state"]!, told["sightings"]!.AsArray().Count));
    }

    [Fact]
    public async Task Makes_who_comes_again_one_who_has_returned()
    {
        await PutToRest(TimeSpan.FromDays(3));

        var seen = Clock.GetUtcNow().AddMinutes(-5);
        await Comes(Attacker);

        var told = (await Json("explain", Attacker)).Expect(0).Json;
        Assert.Equal(2, told["sightings"]!.AsArray().Count);
        Assert.InRange(DateTimeOffset.Parse((string)told["until"]!, null), seen.AddHours(47), seen.AddHours(49));
    }

    [Fact]
    public async Task Wakes_at_once_where_the_settings_have_longer_lives()
    {
        await PutToRest(TimeSpan.FromDays(3));
        Environment["SHIELD_POLICY__LIFE__LOW"] = "20d";

        (await Json("apply")).Expect(0);
        Assert.Contains(Attacker, await Listed());

        // The upkeep of the next day wakes it; then no command reads more than what is alive.
        Clock.Advance(TimeSpan.FromDays(1));
        (await Json("apply")).Expect(0);
        Assert.Empty(Column("SELECT indicator FROM resting_party"));
        Assert.Contains(Attacker, await Listed());
    }

    [Fact]
    public async Task Is_taken_off_again_where_somebody_restored_a_policy_in_which_it_was_blocked()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Attacker);
        var blocked = (int)(await Admin.Get("/sec_policy")).AsArray().Max(version => (int)version!["version"]!);
        Clock.Advance(TimeSpan.FromDays(3));
        await Comes(Other);
        Clock.Advance(TimeSpan.FromDays(1));
        (await Json("apply")).Expect(0);
        Assert.Equal([Attacker], Column("SELECT indicator FROM resting_party"));

        (await Admin.Send("POST", $"/sec_policy/{blocked}/restore", new JsonObject())).Expect(201);
        var restored = (await Admin.Get("/sec_policy/draft/ip_lists?external_data_set=guardduty-shield"))
            .AsArray()
            .Where(list => (string?)list!["update_type"] is not null);
        await Admin.Provision([.. restored.Select(list => (string)list!["href"]!)]);
        Assert.Contains(Attacker, await Listed());
        (await Json("apply")).Expect(0);

        Assert.DoesNotContain(Attacker, await Listed());
    }

    /// <summary>It was blocked, that ended, its entry left the PCE, and a day later came the upkeep.</summary>
    private async Task PutToRest(TimeSpan after)
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Attacker);
        Clock.Advance(after);
        (await Json("apply")).Expect(0);
        Clock.Advance(TimeSpan.FromDays(1));
        await Comes(Other);
        Assert.Equal([Attacker], Column("SELECT indicator FROM resting_party"));
    }

    private async Task Comes(string party) =>
        (
            await Json(
                "ingest",
                File(
                    $"{party}.json",
                    FindingText.BruteForce(party, id: $"{Clock.GetUtcNow().Ticks:x32}", seen: Clock.GetUtcNow().AddMinutes(-5))
                ),
                "--apply"
            )
        ).Expect(0);

    private string[] Column(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Ledger};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var all = new List<string>();
        while (rows.Read())
        {
            all.Add(rows.GetString(0));
        }

        return [.. all];
    }
}
