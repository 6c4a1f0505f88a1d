namespace Shield.EndToEndTests.Cli;

/// <summary>Each says which it is and what mends it, whatever the command.</summary>
public sealed class A_fault_of_TLS : CliTest
{
    private static readonly string[][] Commands =
    [
        ["plan"],
        ["apply"],
        ["status"],
        ["doctor"],
        ["init"],
        ["unblock", "45.83.64.1", "--reason", "x"],
    ];

    [Theory]
    [InlineData("expired", "has expired: it ended at 20", "renew it")]
    [InlineData("not yet valid", "is not valid yet: it begins at 20", "clock")]
    [InlineData("another host", "is for 'pce.example.com', and not for 'localhost'", "Pce:Url")]
    [InlineData("unknown authority", "by an authority that this machine does not trust", "set Pce:CaBundle")]
    [InlineData("another authority", "by an authority that '", "Pce:CaBundle must hold")]
    [InlineData("no TLS", "does not speak TLS", "Pce:Url")]
    public async Task Says_which_it_is(string fault, string what, string remedy)
    {
        var now = DateTimeOffset.UtcNow;
        await using var server = fault switch
        {
            "expired" => await HttpsServer.StartAsync("[]", now.AddDays(-3), now.AddDays(-2), "localhost", Cancellation),
            "not yet valid" => await HttpsServer.StartAsync("[]", now.AddDays(2), now.AddDays(3), "localhost", Cancellation),
            "another host" => await HttpsServer.StartAsync("[]", now.AddDays(-3), now.AddDays(3), "pce.example.com", Cancellation),
            _ => await HttpsServer.StartAsync("[]", now.AddDays(-3), now.AddDays(3), "localhost", Cancellation),
        };
        await using var other = await HttpsServer.StartAsync("[]", Cancellation);
        Environment["SHIELD_PCE__URL"] = $"https://localhost:{(fault is "no TLS" ? Pce.Url : new Uri(server.Url)).Port}";
        Environment["SHIELD_PCE__CABUNDLE"] = fault switch
        {
            "unknown authority" => null,
            "another authority" => other.Authority,
            _ => server.Authority,
        };

        foreach (var command in Commands)
        {
            var run = (await Json(command)).Expect(1);
            Assert.Contains(what.Replace("'", "\\u0027", StringComparison.Ordinal), run.Output, StringComparison.Ordinal);
            Assert.Contains(remedy, run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("inner exception", run.Output + run.Error, StringComparison.Ordinal);
            Assert.Equal(0, server.Visits);
        }

        var examined = (await Json("doctor")).Expect(1).Json["checks"]!
            .AsArray()
            .ToDictionary(row => (string)row!["check"]!, row => (string)row!["answer"]!);
        Assert.Equal(("fail", "fail"), (examined["pce-certificate"], examined["pce-answers"]));
    }

    [Theory]
    [InlineData("", "holds no certificate")]
    [InlineData("garbage", "holds no certificate")]
    [InlineData(
        "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n-----END PRIVATE KEY-----",
        "holds no certificate"
    )]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "a certificate that cannot be read")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB", "holds no certificate")]
    [InlineData(null, "there is no such file")]
    public async Task Is_no_bundle_without_a_certificate_which_is_a_fault_of_the_settings(string? content, string what)
    {
        Environment["SHIELD_PCE__URL"] = "https://localhost:1";
        Environment["SHIELD_PCE__CABUNDLE"] = content is null ? PathOf("none.pem") : File("ca.pem", content);
        foreach (var command in Commands)
        {
            var run = (await Json(command)).Expect(1);
            Assert.Equal("settings", run.ErrorCode);
            Assert.Contains("Pce:CaBundle: ", run.Output, StringComparison.Ordinal);
            Assert.Contains(what, run.Output, StringComparison.Ordinal);
        }
    }
}
