using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shield.Pce.Calling;

namespace Shield.EndToEndTests.Cli;

/// <summary>
/// Every form of <c>init</c>, broken at each of its writes, before or after that write took effect, with the ledger kept or lost: the same
/// command finishes it, and the opposite command undoes it. <c>SHIELD_STEPS</c> is how many cases of each form are tried (tests/nightly:
/// all).
/// </summary>
public sealed partial class An_interrupted_init
{
    private static readonly int Steps = int.TryParse(
        System.Environment.GetEnvironmentVariable("SHIELD_STEPS"),
        CultureInfo.InvariantCulture,
        out var steps
    )
        ? steps
        : 5;

    private static readonly Dictionary<string, Form> Forms = new()
    {
        ["init"] = new Form("deny", [], "deny", "init --apply", null),
        ["init --domains"] = new Form("deny", ["init --apply", Threats], "deny", "init --domains --apply", "init --domains --undo --apply"),
        ["init --domains --undo"] = new Form("deny", ["init --domains --apply", Threats], "deny", "init --domains --undo --apply", null),
        ["init --all-any-rules"] = new Form("exclusion", [], "exclusion", "init --all-any-rules --apply", "init --undo --apply"),
        ["init --undo"] = new Form(
            "exclusion",
            ["init --all-any-rules --apply", Threats],
            "exclusion",
            "init --undo --apply",
            "init --all-any-rules --apply"
        )
        {
            Unblocks = true,
        },
        ["init --migrate to exclusion"] = new Form(
            "deny",
            ["init --apply", Threats],
            "exclusion",
            "init --migrate --all-any-rules --apply",
            "init --migrate --apply"
        ),
        ["init --migrate to deny"] = new Form(
            "exclusion",
            ["init --all-any-rules --apply", Threats],
            "deny",
            "init --migrate --apply",
            "init --migrate --all-any-rules --apply"
        ),
    };

    private const string Threats = "threats";

    public static TheoryData<string> All => [.. Forms.Keys];

    public static TheoryData<string> WithAnOpposite => [.. Forms.Where(form => form.Value.Opposite is not null).Select(form => form.Key)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Is_finished_by_the_same_command_from_every_step(string name)
    {
        var form = Forms[name];
        var (writes, undisturbed) = await LiveAsync(
            form,
            async world =>
            {
                world.Wire.Heal();
                await world.Succeed(form.Command);
                return (world.Wire.Writes, await world.Picture());
            }
        );

        foreach (var (write, afterEffect, losesLedger) in CasesOf(writes))
        {
            var what = Tell(name, write, writes, afterEffect, losesLedger);
            await LiveAsync(
                form,
                async world =>
                {
                    await world.Break(form, write, afterEffect, losesLedger, what);
                    await world.Succeed(form.Command, what);
                    await world.AssertBlocked(form, what);
                    AssertSame(undisturbed, await world.Picture(), $"{what}: the end differs");
                    return 0;
                }
            );
        }
    }

    [Theory]
    [MemberData(nameof(WithAnOpposite))]
    public async Task Is_undone_by_the_opposite_command_from_every_step(string name)
    {
        var form = Forms[name];
        var (writes, before) = await LiveAsync(
            form,
            async world =>
            {
                var start = await world.Essence();
                world.Wire.Heal();
                await world.Succeed(form.Command);
                return (world.Wire.Writes, start);
            }
        );
        foreach (var (write, afterEffect, losesLedger) in CasesOf(writes))
        {
            var what = $"{Tell(name, write, writes, afterEffect, losesLedger)}, then {form.Opposite}";
            await LiveAsync(
                form,
                async world =>
                {
                    await world.Break(form, write, afterEffect, losesLedger, what);
                    world.Mode = form.ModeBefore;
                    await world.Succeed(form.Opposite!, what);
                    await world.AssertBlocked(form with { Unblocks = false }, what);
                    AssertSame(before, await world.Essence(), $"{what}: the end is not the beginning");
                    return 0;
                }
            );
        }
    }

    /// <summary>
    /// Names that were never made active: their removal deletes rule and list at once and leaves a draft of the rule set in which nothing
    /// differs. Where it breaks off there, the same command provisions that draft.
    /// </summary>
    [Fact]
    public async Task Of_names_is_undone_though_the_undoing_broke_off_as_well()
    {
        var (adding, undoing) = (Forms["init --domains"], Forms["init --domains --undo"]);
        await LiveAsync(
            adding,
            async world =>
            {
                var before = await world.Essence();
                await world.Break(adding, LastWriteOfDomains, afterEffect: false, losesLedger: false, "init --domains");
                await world.Break(undoing, LastWriteOfUndo, afterEffect: false, losesLedger: true, "init --domains --undo");
                await world.Succeed(undoing.Command);
                AssertSame(before, await world.Essence(), "the end is not the beginning");
                return 0;
            }
        );
    }

    /// <summary>A list, a rule, and the provisioning of both.</summary>
    private const int LastWriteOfDomains = 3;

    /// <summary>The same taken away again.</summary>
    private const int LastWriteOfUndo = 3;

    /// <summary>
    /// The four of the last write always, for there nothing is left to be done but to make it active; of the others a part, by a seed.
    /// </summary>
    private static IEnumerable<(int Write, bool AfterEffect, bool LosesLedger)> CasesOf(int writes)
    {
        var all = (
            from write in Enumerable.Range(1, writes)
            from afterEffect in new[] { false, true }
            from losesLedger in new[] { false, true }
            select (write, afterEffect, losesLedger)
        ).ToArray();
        var others = all[..^4];
        new Random(20261129).Shuffle(others);
        return all[^4..].Concat(others.Take(Steps));
    }

    private static string Tell(string name, int write, int writes, bool afterEffect, bool losesLedger) =>
        $"{name}, broken {(afterEffect ? "after" : "before")} write {write} of {writes}, ledger {(losesLedger ? "lost" : "kept")}";

    private static void AssertSame(string expected, string actual, string what)
    {
        var (wanted, there) = (expected.Split('\n'), actual.Split('\n'));
        var difference = $"missing:\n{string.Join('\n', wanted.Except(there))}\ninstead:\n{string.Join('\n', there.Except(wanted))}";
        Assert.True(expected == actual, $"{what}\n{difference}");
    }

    private static async Task<T> LiveAsync<T>(Form form, Func<World, Task<T>> live)
    {
        var world = new World();
        await world.InitializeAsync();
        try
        {
            await world.Prepare(form);
            return await live(world);
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    /// <param name="ModeBefore">Pce:Mode of the preparation.</param>
    /// <param name="Preparation">Commands that were done before.</param>
    /// <param name="Mode">Pce:Mode of the command.</param>
    /// <param name="Command">What is broken.</param>
    /// <param name="Opposite">What undoes it; null where nothing does.</param>
    private sealed record Form(string ModeBefore, string[] Preparation, string Mode, string Command, string? Opposite)
    {
        /// <summary>It was asked to let the parties in again.</summary>
        public bool Unblocks { get; init; }
    }

    /// <summary>A PCE with other people's objects on it, some of them pending.</summary>
    private sealed partial class World : CliTest
    {
        private const string Attacker = "45.95.11.7";
        private const string Called = "45.95.11.9";
        private const string Web = "web-1.shop.example";

        private bool _hasThreats;

        public BreakingWire Wire { get; } = new();

        public string Mode
        {
            set => Environment["SHIELD_PCE__MODE"] = value;
        }

        protected override Func<PceOptions, HttpMessageHandler> Network => options => Wire.Over(PceHandler.For(options));

        public async Task Prepare(Form form)
        {
            Mode = form.ModeBefore;
            await Admin.CreateList("Theirs, pending", "198.18.0.1");
            var theirs = new JsonObject { ["name"] = "Theirs, pending", ["scopes"] = new JsonArray(new JsonArray()) };
            await Admin.Post("/sec_policy/draft/rule_sets", theirs);
            foreach (var command in form.Preparation)
            {
                if (command is Threats)
                {
                    await IngestAndApply(Attacker);
                    (await Json("threats", "block", Called, "--reason", "called by us")).Expect(0);
                    _hasThreats = true;
                }
                else
                {
                    await Succeed(command);
                }
            }

            Mode = form.Mode;
        }

        public async Task Succeed(string command, string what = "")
        {
            var run = await Json(command.Split(' '));
            Assert.True(run.ExitCode is 0, $"{what}: {command} ended with {run.ExitCode}\n{run.Output}\n{run.Error}");
        }

        /// <summary>Runs the command until its connection breaks. The firewalls must hold what they held.</summary>
        public async Task Break(Form form, int write, bool afterEffect, bool losesLedger, string what)
        {
            Wire.Heal();
            Wire.BreakAt(write, afterEffect);
            var broken = await Json(form.Command.Split(' '));
            Assert.True(broken.ExitCode is 1, $"{what}: it did not break\n{broken.Output}");
            Assert.Contains("run the same command again", broken.Output, StringComparison.OrdinalIgnoreCase);
            Wire.Heal();
            await AssertBlocked(form, what);
            if (losesLedger)
            {
                foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Ledger)!, "shield.db*"))
                {
                    System.IO.File.Delete(file);
                }
            }
        }

        public async Task AssertBlocked(Form form, string what)
        {
            if (!_hasThreats || form.Unblocks)
            {
                return;
            }

            Assert.False(await Reaches(Attacker, Web, 443), $"{what}: the attacker gets in");
            Assert.False(await Reaches(Called, Web, 443), $"{what}: the other party gets in");
            var outbound = await Admin.Get($"/sim/v1/reach?from={Web}&to={Called}&port=443&proto=6");
            Assert.False((bool)outbound["allowed"]!, $"{what}: we reach the other party");
        }

        /// <summary>Lists, rules and what is pending, in draft and active, but for when and in which version.</summary>
        public async Task<string> Picture()
        {
            var parts = new List<string>();
            foreach (var path in new[] { "draft/ip_lists", "active/ip_lists", "draft/rule_sets", "active/rule_sets", "pending" })
            {
                var all = Timeless(await Admin.Get($"/sec_policy/{path}"))!;
                parts.AddRange((all as JsonArray)?.Select(one => $"{path}: {one!.ToJsonString()}") ?? [$"{path}: {all.ToJsonString()}"]);
            }

            return string.Join('\n', parts);
        }

        /// <summary>
        /// The same without ids, names of what is gone included: which lists of ours hold what, which rules use Any or a list of ours, what
        /// of other people is there.
        /// </summary>
        public async Task<string> Essence()
        {
            var lists = (await Admin.Get("/sec_policy/active/ip_lists")).AsArray();
            var names = lists.ToDictionary(list => (string)list!["href"]!, list => (string)list!["name"]!);
            var rules =
                from set in (await Admin.Get("/sec_policy/active/rule_sets")).AsArray()
                from kind in new[] { "rules", "deny_rules" }
                from rule in set[kind]?.AsArray() ?? []
                let actors = rule["consumers"]!.AsArray().Concat(rule["providers"]!.AsArray())
                let who = actors.Select(actor => (string?)actor!["ip_list"]?["href"] is { } href ? names[href] : actor.ToJsonString())
                select $"{set["name"]}: {rule["description"]} {rule["override"]} {string.Join(',', who)}";
            var content = lists
                .Where(list => !IsIdle(list!))
                .Select(list => $"{list!["name"]}: {Timeless(list["ip_ranges"])!.ToJsonString()}");
            return string.Join('\n', content.Concat(rules).Concat(await Pending()).Order(StringComparer.Ordinal));

            // init --undo leaves the lists, which block nobody, also those that were never provisioned.
            bool IsIdle(JsonNode list) =>
                !_hasThreats
                && (string?)list["external_data_reference"] is { } mark
                && mark.Contains("/exclusion/", StringComparison.Ordinal);
        }

        private async Task<IEnumerable<string>> Pending() =>
            (await Admin.Get("/sec_policy/pending"))
                .AsObject()
                .SelectMany(kind => kind.Value!.AsArray().Select(one => $"pending {kind.Key}: {one!["name"]} {one["update_type"]}"))
                .Where(pending => _hasThreats || !pending.Contains("exclusion", StringComparison.Ordinal));

        [GeneratedRegex(@"operator\|[0-9a-f]+")]
        private static partial Regex IdOfAnAct();

        private static JsonNode? Timeless(JsonNode? node) =>
            node switch
            {
                JsonObject members => new JsonObject(
                    from member in members
                    where !member.Key.EndsWith("_at", StringComparison.Ordinal)
                    select KeyValuePair.Create(member.Key, Timeless(member.Value))
                ),
                JsonValue value when value.TryGetValue(out string? text) => IdOfAnAct().Replace(text, "operator|"),
                JsonArray elements => new JsonArray([
                    .. elements.Select(Timeless).OrderBy(element => element?.ToJsonString(), StringComparer.Ordinal),
                ]),
                _ => node?.DeepClone(),
            };
    }
}
