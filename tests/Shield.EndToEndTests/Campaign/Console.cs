using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.EndToEndTests.Simulator;

namespace Shield.EndToEndTests.Campaign;

/// <summary>One of our lists in one version, as it stands on the PCE, read by nothing of ours.</summary>
/// <param name="Ours">By the text of the range.</param>
/// <param name="Foreign">Entries of others, whole, and what else they may edit: the list's name and description.</param>
internal sealed record ListOnPce(
    string Href,
    ListPurpose Purpose,
    bool IsBeingDeleted,
    bool IsPending,
    ImmutableSortedSet<string> Ours,
    ImmutableSortedSet<string> Foreign
);

/// <summary>The PCE at one moment.</summary>
/// <param name="Others">Everything that is not ours, and our own rules: none of it is a reconcile's to change.</param>
internal sealed record PceNow(ImmutableArray<ListOnPce> Draft, ImmutableArray<ListOnPce> Active, string Others)
{
    public IEnumerable<(ListPurpose List, string Entry)> OursIn(bool active) =>
        (active ? Active : Draft).SelectMany(list => list.Ours.Select(entry => (list.Purpose, entry)));

    /// <summary>What others have in the draft, which nobody but them may change.</summary>
    public string ForeignDraft =>
        string.Join('\n', Draft.Select(list => $"{list.Href} {list.IsBeingDeleted} {string.Join(", ", list.Foreign)}"));
}

/// <summary>A person at the PCE's console.</summary>
internal sealed class Console(World world, PceHands hands) : IDisposable
{
    public const string Key = "api_b0";
    public const string Secret = "b0";
    public const string Href = "/users/77";
    private const string Set = "guardduty-shield";

    public PceNow Look() =>
        world.Time.Run(async () =>
        {
            var (draft, active) = (
                (await hands.Get("/sec_policy/draft/ip_lists")).AsArray(),
                (await hands.Get("/sec_policy/active/ip_lists")).AsArray()
            );
            var drafted = (await hands.Get("/sec_policy/draft/rule_sets")).ToJsonString();
            var rules = $"{drafted}\n{(await hands.Get("/sec_policy/active/rule_sets")).ToJsonString()}";
            var others = draft.Concat(active).Where(list => !IsOurs(list!)).Select(list => list!.ToJsonString());
            return new PceNow(Ours(draft), Ours(active), $"{string.Join('\n', others)}\n{rules}");
        });

    /// <summary>The same, of which only the drafts of our lists are read again.</summary>
    public PceNow LookAtDraft(PceNow before) =>
        before with
        {
            Draft = Ours(Ask("/sec_policy/draft/ip_lists?external_data_set=guardduty-shield").AsArray()),
        };

    public JsonNode Ask(string path) => world.Time.Run(() => hands.Get(path));

    /// <summary>What the policy's versions say, from that one on.</summary>
    public IEnumerable<(int Version, string By, string Message)> VersionsSince(int version) =>
        from each in world.Time.Run(() => hands.Get("/sec_policy")).AsArray()
        where (int)each!["version"]! > version
        select ((int)each["version"]!, (string)each["created_by"]!["href"]!, (string?)each["commit_message"] ?? "");

    public int NewestVersion() => (int)world.Time.Run(() => hands.Get("/sec_policy?max_results=1"))[0]!["version"]!;

    public string Do(Happening.Person act, PceNow seen)
    {
        var list = seen.Draft.FirstOrDefault(one => one.Purpose == act.List);
        return (act.Does, list) switch
        {
            (PersonDoes.Provisions, _) => Provision(),
            (PersonDoes.DeletesOurLists, _) => Delete(seen, act.Provisions),
            (PersonDoes.RestoresAnOlderVersion, _) => Restore(act),
            (PersonDoes.SwitchesTheRules, _) => Switch(),
            (_, null) => "there is no such list",
            (PersonDoes.RevertsTheDraft, _) => Send(
                "PUT",
                "/sec_policy/delete",
                new JsonObject { ["change_subset"] = PceHands.Subset(list.Href) }
            ),
            (PersonDoes.EditsTheText, _) => Put(list, new JsonObject { ["description"] = $"see ticket {act.Which}" }, act.Provisions),
            (PersonDoes.AddsAnEntry, _) => Add(list, Parties.Foreign(act.Which), act.Provisions),
            _ => list.Ours.IsEmpty ? "nothing of ours is there" : Remove(list, list.Ours[act.Which % list.Ours.Count], act.Provisions),
        };
    }

    /// <summary>A list and a rule set of their own that are not ready yet: nobody else's to provision or to take back.</summary>
    public void LeaveWorkPending() =>
        world.Time.Run(async () =>
        {
            await hands.CreateList("Theirs, pending", "198.18.0.1");
            await hands.Post(
                "/sec_policy/draft/rule_sets",
                new JsonObject { ["name"] = "Theirs, pending", ["scopes"] = new JsonArray(new JsonArray()) }
            );
        });

    /// <summary>Takes back every deletion of ours that waits.</summary>
    public void SpareOurs()
    {
        string[] doomed = [.. Pending().Where(pending => pending.Type is "delete").Select(pending => pending.Href)];
        if (doomed is not [])
        {
            Send("PUT", "/sec_policy/delete", new JsonObject { ["change_subset"] = PceHands.Subset(doomed) });
        }
    }

    public void Dispose() => hands.Dispose();

    private string Put(ListOnPce list, JsonObject body, bool provisions)
    {
        var answer = Send("PUT", list.Href, body);
        return provisions
            ? $"{answer}, {Send("POST", "/sec_policy", new JsonObject { ["change_subset"] = PceHands.Subset(list.Href) })}"
            : answer;
    }

    private string Add(ListOnPce list, string address, bool provisions)
    {
        var ranges = Ranges(list);
        if (!ranges.Any(range => (string?)range!["from_ip"] == address))
        {
            ranges.Add((JsonNode)new JsonObject { ["from_ip"] = address, ["description"] = "put here by Bo" });
        }

        return Put(list, new JsonObject { ["ip_ranges"] = ranges }, provisions);
    }

    private string Remove(ListOnPce list, string entry, bool provisions)
    {
        JsonNode[] rest = [.. Ranges(list).Where(range => TextOf(range!) != entry).Select(range => range!.DeepClone())];
        return $"{entry}: {Put(list, new JsonObject { ["ip_ranges"] = new JsonArray(rest) }, provisions)}";
    }

    private JsonArray Ranges(ListOnPce list) => (JsonArray)Ask(list.Href)["ip_ranges"]!.DeepClone();

    private string Provision() =>
        Pending() is []
            ? "nothing is pending"
            : Send(
                "POST",
                "/sec_policy",
                new JsonObject { ["change_subset"] = PceHands.Subset([.. Pending().Select(pending => pending.Href)]) }
            );

    private string Delete(PceNow seen, bool provisions)
    {
        var answers = OurRuleSets()
            .Select(ruleSet => (string)ruleSet["href"]!)
            .Concat(seen.Draft.Select(list => list.Href))
            .Select(href => Send("DELETE", href, null))
            .ToList();
        return string.Join(", ", provisions ? [.. answers, Provision()] : answers);
    }

    private string Restore(Happening.Person act)
    {
        var answer = Send("POST", $"/sec_policy/{Math.Max(1, NewestVersion() - 1 - act.Which)}/restore", new JsonObject());
        return act.Provisions && answer is "201" ? $"{answer}, {Provision()}" : answer;
    }

    private string Switch()
    {
        if (OurRuleSets() is not [var ruleSet, ..])
        {
            return "there are no rules of ours";
        }

        var answer = Send("PUT", (string)ruleSet["href"]!, new JsonObject { ["enabled"] = !(bool)ruleSet["enabled"]! });
        return $"{answer}, {Send("POST", "/sec_policy", new JsonObject { ["change_subset"] = PceHands.Subset((string)ruleSet["href"]!) })}";
    }

    /// <summary>Of ours only: nobody provisions what others have in work.</summary>
    private (string Href, string Type)[] Pending()
    {
        var ours = Ask("/sec_policy/draft/ip_lists")
            .AsArray()
            .Concat(OurRuleSets())
            .Where(one => IsOurs(one!))
            .Select(one => (string)one!["href"]!)
            .ToHashSet();
        return
        [
            .. from kind in Ask("/sec_policy/pending").AsObject()
            where kind.Key is "ip_lists" or "rule_sets"
            from item in kind.Value!.AsArray()
            where ours.Contains((string)item!["href"]!)
            select ((string)item["href"]!, (string)item["update_type"]!),
        ];
    }

    private JsonNode[] OurRuleSets() => [.. Ask("/sec_policy/draft/rule_sets").AsArray().Select(one => one!).Where(IsOurs)];

    private string Send(string method, string path, JsonNode? body) =>
        world.Time.Run(() => hands.Send(method, path, body)) is var reply && reply.Status < 300
            ? $"{reply.Status}"
            : $"{reply.Status} {reply.Token}";

    private static bool IsOurs(JsonNode one) => (string?)one["external_data_set"] == Set;

    private static ImmutableArray<ListOnPce> Ours(JsonArray lists) => [.. lists.Where(list => IsOurs(list!)).Select(list => Read(list!))];

    private static ListOnPce Read(JsonNode list)
    {
        var entries = list["ip_ranges"]!.AsArray().Select(range => range!).ToLookup(range => WhoseIs((string?)range["description"]));
        return new ListOnPce(
            ((string)list["href"]!).Replace("/active/", "/draft/", StringComparison.Ordinal),
            ((string)list["external_data_reference"]!).EndsWith("inbound", StringComparison.Ordinal)
                ? ListPurpose.Inbound
                : ListPurpose.Outbound,
            (string?)list["update_type"] is "delete",
            list["update_type"] is not null,
            [.. entries[true].Select(TextOf)],
            [.. entries[false].Select(range => range.ToJsonString()), $"name {list["name"]}", $"description {list["description"]}"]
        );

        // Null: the sentinel, which is nobody's.
        static bool? WhoseIs(string? description) =>
            description is $"gds1|{World.Owner}|sentinel"
                ? null
                : description?.StartsWith($"gds1|{World.Owner}|", StringComparison.Ordinal) is true;
    }

    private static string TextOf(JsonNode range) =>
        AddressRange.TryParseWire((string?)range["from_ip"], (string?)range["to_ip"], out var parsed, out var error)
            ? parsed.ToString()
            : throw new FormatException(error);
}
