using Shield.Core.FindingTypes;

namespace Shield.Tests.FindingTypes;

public sealed class The_table_of_finding_types
{
    private static readonly Circumstance Nothing = new(ResourceRole.Missing, ConnectionDirection.Unknown);
    private static readonly Circumstance TheyCame = new(ResourceRole.Target, ConnectionDirection.Inbound);
    private static readonly Circumstance WeWent = new(ResourceRole.Actor, ConnectionDirection.Outbound);

    [Theory]
    [InlineData(
        "UnauthorizedAccess:EC2/SSHBruteForce",
        ResourceRole.Target,
        ConnectionDirection.Inbound,
        Verdict.Block,
        Directions.Inbound,
        "brute-force"
    )]
    [InlineData(
        "UnauthorizedAccess:EC2/SSHBruteForce",
        ResourceRole.Actor,
        ConnectionDirection.Outbound,
        Verdict.Ignore,
        Directions.Both,
        "victim"
    )]
    [InlineData(
        "UnauthorizedAccess:EC2/SSHBruteForce",
        ResourceRole.Target,
        ConnectionDirection.Outbound,
        Verdict.Hold,
        Directions.Both,
        "role-unclear"
    )]
    [InlineData(
        "UnauthorizedAccess:EC2/SSHBruteForce",
        ResourceRole.Missing,
        ConnectionDirection.Inbound,
        Verdict.Hold,
        Directions.Both,
        "role-unclear"
    )]
    [InlineData(
        "UnauthorizedAccess:EC2/SSHBruteForce",
        ResourceRole.Target,
        ConnectionDirection.Unknown,
        Verdict.Hold,
        Directions.Both,
        "role-unclear"
    )]
    [InlineData(
        "UnauthorizedAccess:EC2/TorRelay",
        ResourceRole.Missing,
        ConnectionDirection.Outbound,
        Verdict.Block,
        Directions.Outbound,
        "tor"
    )]
    [InlineData("UnauthorizedAccess:EC2/TorRelay", ResourceRole.Target, ConnectionDirection.Inbound, Verdict.Hold, Directions.Both, "tor")]
    [InlineData("Backdoor:EC2/C&CActivity.B", ResourceRole.Missing, ConnectionDirection.Unknown, Verdict.Block, Directions.Both, "c2")]
    [InlineData(
        "Recon:EC2/PortProbeUnprotectedPort",
        ResourceRole.Missing,
        ConnectionDirection.Unknown,
        Verdict.Block,
        Directions.Inbound,
        "scanner"
    )]
    [InlineData("Recon:EC2/Portscan", ResourceRole.Actor, ConnectionDirection.Outbound, Verdict.Ignore, Directions.Both, "victim")]
    [InlineData("Backdoor:EC2/Spambot", ResourceRole.Target, ConnectionDirection.Outbound, Verdict.Ignore, Directions.Both, "victim")]
    public void Decides_who_is_bad_by_the_row_and_asks_for_role_and_direction_only_where_the_row_does(
        string type,
        ResourceRole role,
        ConnectionDirection direction,
        Verdict verdict,
        Directions directions,
        string reason
    ) =>
        Assert.Equal(
            new TypeAnswer
            {
                Verdict = verdict,
                Directions = directions,
                Reason = reason,
            },
            TypeTable.Find(type).Judge(new Circumstance(role, direction), PolicySwitches.Default)
        );

    [Fact]
    public void Holds_a_type_that_it_does_not_know()
    {
        var type = TypeTable.Find("Canary:EC2/Stateless.IntegTest");
        Assert.False(type.IsKnown);
        Assert.Equal("Canary:EC2/Stateless.IntegTest", type.Name);
        Assert.Equal(
            new TypeAnswer
            {
                Verdict = Verdict.Hold,
                Directions = Directions.Both,
                Reason = "unknown-type",
            },
            type.Judge(TheyCame, PolicySwitches.Default)
        );
    }

    [Fact]
    public void Compares_without_case_and_answers_in_its_own_spelling() =>
        Assert.Equal("Impact:EC2/WinRMBruteForce", TypeTable.Find("impact:ec2/WinRmBruteForce").Name);

    [Fact]
    public void Has_an_answer_for_every_circumstance() =>
        Assert.All(
            TypeTable.All,
            type =>
            {
                foreach (var circumstance in EveryCircumstance())
                {
                    Assert.Contains(
                        type.Judge(circumstance, PolicySwitches.Default).Reason,
                        type.Rule.Select(step => step.Reason ?? type.Reason)
                    );
                }
            }
        );

    [Fact]
    public void Never_blocks_for_a_missing_role_or_direction_what_it_would_not_block_whatever_they_are() =>
        Assert.All(
            TypeTable.All,
            type =>
            {
                var blocksAlways = EveryCircumstance().All(c => type.Judge(c, PolicySwitches.Default).Verdict is Verdict.Block);
                Assert.Equal(blocksAlways, type.Judge(Nothing, PolicySwitches.Default).Verdict is Verdict.Block);
            }
        );

    [Theory]
    [InlineData("Discovery:S3/MaliciousIPCaller")]
    [InlineData("UnauthorizedAccess:IAMUser/TorIPCaller")]
    [InlineData("Impact:Kubernetes/MaliciousIPCaller.Custom")]
    public void Lets_the_operators_switch_decide_about_callers_of_an_API(string type) =>
        Assert.All(
            new[] { Verdict.Block, Verdict.Hold, Verdict.Ignore },
            said => Assert.Equal(said, TypeTable.Find(type).Judge(Nothing, new PolicySwitches { ApiCallers = said }).Verdict)
        );

    [Fact]
    public void Lets_the_operators_other_switch_decide_about_logins_to_a_database() =>
        Assert.All(
            new[] { Verdict.Block, Verdict.Hold, Verdict.Ignore },
            said =>
            {
                var type = TypeTable.Find("CredentialAccess:RDS/MaliciousIPCaller.SuccessfulLogin");
                Assert.Equal(said, type.Judge(Nothing, new PolicySwitches { RdsLogins = said }).Verdict);
                Assert.Equal(Verdict.Hold, type.Judge(Nothing, new PolicySwitches { ApiCallers = said }).Verdict);
            }
        );

    [Fact]
    public void Blocks_of_an_attack_sequence_only_whom_intelligence_names()
    {
        var type = TypeTable.Find("AttackSequence:EC2/CompromisedInstanceGroup");
        var outbound = new Circumstance(ResourceRole.Missing, ConnectionDirection.Outbound);
        Assert.Equal((Verdict.Block, Directions.Outbound), Answer(type, outbound with { NamedBy = Intelligence.MaliciousIp }));
        Assert.Equal(
            (Verdict.Block, Directions.Inbound),
            Answer(type, new Circumstance(ResourceRole.Missing, ConnectionDirection.Inbound, Intelligence.MaliciousIp))
        );
        Assert.Equal(Verdict.Hold, Answer(type, outbound).Verdict);
        Assert.Equal(
            Verdict.Hold,
            Answer(type, new Circumstance(ResourceRole.Missing, ConnectionDirection.Unknown, Intelligence.MaliciousIp)).Verdict
        );

        static (Verdict Verdict, Directions) Answer(FindingType type, Circumstance circumstance)
        {
            var answer = type.Judge(circumstance, PolicySwitches.Default);
            return (answer.Verdict, answer.Directions);
        }
    }

    [Fact]
    public void Asks_the_switch_only_where_the_other_conditions_of_the_step_are_met()
    {
        var row = new FindingType(
            "Any:RDS/Login",
            Place.Unknown,
            [RowVerdict.BlockInbound.If(Condition.Target, Condition.RdsLogins), RowVerdict.Hold],
            "db-login",
            "client",
            null
        );
        var ignoring = new PolicySwitches { RdsLogins = Verdict.Ignore };
        Assert.Equal(Verdict.Ignore, row.Judge(TheyCame, ignoring).Verdict);
        Assert.Equal(Verdict.Hold, row.Judge(WeWent, ignoring).Verdict);
    }

    [Fact]
    public void Says_what_the_facts_say()
    {
        var changes = Rows("guardduty-types-changes.tsv").ToDictionary(cells => cells[0]);
        var facts = Rows("guardduty-types.tsv")
            .Select(cells => changes.GetValueOrDefault(cells[0], cells))
            .Select(cells => $"{cells[0]} | {cells[1]} | {PlaceOf(cells[5])} | {cells[8]} | {cells[9]} | {PageOf(cells[10])} | {cells[7]}")
            .ToList();
        var table = TypeTable.All.Select(Spell).ToList();

        var differences = facts
            .Except(table)
            .Select(row => $"only in the facts: {row}")
            .Concat(table.Except(facts).Select(row => $"only in the code:  {row}"))
            .Order(StringComparer.Ordinal);
        Assert.Empty(differences);
    }

    /// <summary>Never blocked for a connection of which nobody knows which end is ours.</summary>
    [Fact]
    public void Blocks_nobody_whose_side_is_unclear() =>
        Assert.All(
            TypeTable.All,
            type =>
            {
                foreach (var circumstance in EveryCircumstance())
                {
                    var (clear, unclear) = (
                        type.Judge(circumstance, PolicySwitches.Default),
                        type.Judge(circumstance with { IsSideUnclear = true }, PolicySwitches.Default)
                    );
                    Assert.Equal(
                        clear.Verdict is Verdict.Block ? (Verdict.Hold, "role-unclear") : (clear.Verdict, clear.Reason),
                        (unclear.Verdict, unclear.Reason)
                    );
                }
            }
        );

    [Theory]
    [InlineData("AttackSequence:EC2/CompromisedInstanceGroup", Intelligence.TorIp, ConnectionDirection.Outbound, Verdict.Block, "tor")]
    [InlineData(
        "AttackSequence:ECS/CompromisedCluster",
        Intelligence.CryptominingIp,
        ConnectionDirection.Outbound,
        Verdict.Block,
        "crypto"
    )]
    [InlineData("AttackSequence:EKS/CompromisedCluster", Intelligence.TorIp, ConnectionDirection.Outbound, Verdict.Block, "tor")]
    [InlineData(
        "AttackSequence:EC2/CompromisedInstanceGroup",
        Intelligence.TorIp | Intelligence.MaliciousIp,
        ConnectionDirection.Inbound,
        Verdict.Block,
        "sequence"
    )]
    [InlineData("AttackSequence:EC2/CompromisedInstanceGroup", Intelligence.TorIp, ConnectionDirection.Inbound, Verdict.Hold, "sequence")]
    [InlineData(
        "AttackSequence:EC2/CompromisedInstanceGroup",
        Intelligence.CryptominingIp,
        ConnectionDirection.Unknown,
        Verdict.Hold,
        "sequence"
    )]
    [InlineData("AttackSequence:IAM/CompromisedCredentials", Intelligence.TorIp, ConnectionDirection.Inbound, Verdict.Hold, "api-caller")]
    public void Judges_an_endpoint_of_an_attack_sequence_by_the_indicators_that_name_it(
        string type,
        Intelligence namedBy,
        ConnectionDirection direction,
        Verdict verdict,
        string reason
    )
    {
        var answer = TypeTable.Find(type).Judge(new Circumstance(ResourceRole.Missing, direction, namedBy), PolicySwitches.Default);
        Assert.Equal((verdict, reason), (answer.Verdict, answer.Reason));
    }

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(SharedFolder.File("facts", file)).Skip(1).Select(line => line.Split('\t'));

    private static string PlaceOf(string where) =>
        where.Split(' ', ';')[0] switch
        {
            "runtimeDetails" or "none" => "NOWHERE",
            "detection.sequence" => "SEQUENCE",
            var action => action.Replace("_", "", StringComparison.Ordinal),
        };

    // Three pages are gone; the type's successor has one.
    private static string PageOf(string source) =>
        source switch
        {
            "eks-audit-logs page (2023 copy) page" => "guardduty-finding-types-eks-audit-logs",
            "guardduty_policy.md of 2020 family" or "guardduty_stealth.md of 2020 family" => "guardduty_finding-types-s3",
            _ => source.Split('.', ' ')[0],
        };

    private static string Spell(FindingType type)
    {
        var page = Path.GetFileNameWithoutExtension(type.Page!.AbsolutePath);
        return $"{type.Name} | {(type.IsRetired ? "retired" : "active")} | {type.Place.ToString().ToUpperInvariant()} | "
            + $"{Spell([.. type.Rule])} | {type.Reason} | {page} | {type.RemoteParty}";
    }

    private static string Spell(RuleStep[] rule) => rule is [var only] ? Spell(only.Verdict) : string.Join("; ", rule.Select(Spell));

    private static string Spell(RuleStep step)
    {
        var conditions = step.Conditions is [] ? "else" : string.Join('+', step.Conditions.Select(Spell));
        return $"{conditions}={Spell(step.Verdict)}{(step.Reason is null ? "" : $":{step.Reason}")}";
    }

    private static string Spell(Condition condition) =>
        condition switch
        {
            Condition.ApiCallers or Condition.RdsLogins => $"policy:{condition}",
            Condition.MaliciousIp => "MALICIOUS_IP",
            Condition.TorIp => "TOR_IP",
            Condition.CryptominingIp => "CRYPTOMINING_IP",
            _ => condition.ToString().ToUpperInvariant(),
        };

    private static string Spell(RowVerdict verdict) =>
        verdict switch
        {
            RowVerdict.BlockInbound => "block-inbound",
            RowVerdict.BlockOutbound => "block-outbound",
            RowVerdict.BlockBoth => "block-both",
            RowVerdict.Hold => "hold",
            _ => "ignore",
        };

    private static IEnumerable<Circumstance> EveryCircumstance() =>
        from role in Enum.GetValues<ResourceRole>()
        from direction in Enum.GetValues<ConnectionDirection>()
        from namedBy in new[]
        {
            Intelligence.None,
            Intelligence.MaliciousIp,
            Intelligence.TorIp,
            Intelligence.CryptominingIp | Intelligence.MaliciousIp,
        }
        select new Circumstance(role, direction, namedBy);
}
